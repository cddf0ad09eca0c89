#include "config/secret_source.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace attendant::config {
namespace {

constexpr std::size_t kLargestSecretFile = 64 * 1024;

Result<std::string> read_secret_file(std::string_view path) {
  std::ifstream file{std::string(path), std::ios::binary};
  if (!file) return fail(ErrorCode::not_found, fmt::format("the secret file {} cannot be read", path));
  std::string text(kLargestSecretFile + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kLargestSecretFile) {
    return fail(ErrorCode::invalid, fmt::format("the secret file {} is larger than 64 KiB", path));
  }
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

bool LocalSecrets::knows(std::string_view scheme) const { return scheme == "env" || scheme == "file"; }

Result<std::string> LocalSecrets::fetch(std::string_view scheme, std::string_view name) const {
  if (scheme == "file") return read_secret_file(name);
  auto value = environment_(std::string(name));
  if (!value) return fail(ErrorCode::not_found, fmt::format("the environment variable {} is not set", name));
  return *std::move(value);
}

}  // namespace attendant::config
