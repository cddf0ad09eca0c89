// Fields that take their values from a document and the environment, and collect every problem on the way.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/fields.hpp"
#include "config/node.hpp"
#include "config/secret_source.hpp"

namespace attendant::config {

// What one reading shares over all sections.
struct Reading {
  std::string_view name;  // of the document, for messages
  const std::map<std::string, std::string>& environment;
  const SecretSource& secrets;

  std::vector<std::string> problems;
  std::vector<std::string> secret_values;
  std::vector<std::string> secret_keys;
  std::vector<std::string> variables;  // every environment name that is a setting

  void problem(Place place, std::string_view key, std::string_view what);
};

class Reader final : public Fields {
 public:
  Reader(Reading& reading, const Node& node, std::string path)
      : reading_(reading), node_(node), path_(std::move(path)) {}

  void scalar(std::string_view key, const Scalar& value, std::string_view help) override;
  void section(std::string_view key, const Bind& bind, std::string_view help) override;
  void scalars(std::string_view key, const List& list, std::string_view help) override;
  void named_texts(std::string_view key, NamedTexts& values, const Check& check,
                   std::string_view help) override;
  void sections(std::string_view key, std::size_t size, const std::function<void(std::size_t)>& resize,
                const BindItem& bind, std::string_view help) override;

  void report_unknown();  // after binding: keys of the document that no field asked for

 private:
  const Node* find(std::string_view key, Node::Kind expected, std::string_view expectation);
  const std::string* variable(const std::string& path);
  std::string path_of(std::string_view key) const;
  void set(const Scalar& value, const std::string& path, Place place, std::string_view text,
           bool from_environment);

  Reading& reading_;
  const Node& node_;
  const std::string path_;  // empty: the top; lists of structs have "[0]" in it and no variables
  std::vector<std::string> known_;
};

std::string variable_name(std::string_view path);  // "sip.max_calls": "ATTENDANT_SIP_MAX_CALLS"

}  // namespace attendant::config
