// Where the values behind ${scheme:name} references come from. A vault is another implementation.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace attendant::config {

class SecretSource {
 public:
  virtual ~SecretSource() = default;
  virtual bool knows(std::string_view scheme) const = 0;
  virtual Result<std::string> fetch(std::string_view scheme, std::string_view name) const = 0;
};

using Lookup = std::function<std::optional<std::string>(const std::string& variable)>;

// ${env:NAME} and ${file:/path} (the file's text without its last line end).
class LocalSecrets final : public SecretSource {
 public:
  explicit LocalSecrets(Lookup environment) : environment_(std::move(environment)) {}
  bool knows(std::string_view scheme) const override;
  Result<std::string> fetch(std::string_view scheme, std::string_view name) const override;

 private:
  Lookup environment_;
};

}  // namespace attendant::config
