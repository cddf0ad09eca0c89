// Fields that write their values as YAML, with each one's explanation, or only list their keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/fields.hpp"

namespace attendant::config {

class Printer final : public Fields {
 public:
  explicit Printer(std::vector<std::string> secret_keys) : secret_keys_(std::move(secret_keys)) {}

  void scalar(std::string_view key, const Scalar& value, std::string_view help) override;
  void section(std::string_view key, const Bind& bind, std::string_view help) override;
  void scalars(std::string_view key, const List& list, std::string_view help) override;
  void named_texts(std::string_view key, NamedTexts& values, const Check& check,
                   std::string_view help) override;
  void sections(std::string_view key, std::size_t size, const std::function<void(std::size_t)>& resize,
                const BindItem& bind, std::string_view help) override;

  const std::string& yaml() const { return yaml_; }
  const std::vector<std::string>& keys() const { return keys_; }  // "sip.trunks[0].name"

 private:
  class Within;  // a path and an indentation deeper while it lives

  std::string path_of(std::string_view key) const;
  std::string shown(std::string_view path, const Scalar& value) const;
  void line(std::string_view key, std::string_view value, std::string_view help);

  const std::vector<std::string> secret_keys_;
  std::string yaml_;
  std::vector<std::string> keys_;
  std::string path_;
  std::size_t depth_ = 0;
  bool begins_item_ = false;    // the next line carries the "- " of its list item
  bool in_later_item_ = false;  // its keys were listed with the first item
};

}  // namespace attendant::config
