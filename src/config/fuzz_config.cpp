// Any bytes as a settings file: an error with its place, or settings that print and read back. Never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/load.hpp"

namespace {

class NoSecrets final : public attendant::config::SecretSource {
 public:
  bool knows(std::string_view) const override { return true; }
  attendant::Result<std::string> fetch(std::string_view, std::string_view name) const override {
    return std::string(name);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::config;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto loaded = load_settings(text, "fuzz", {}, NoSecrets());
  if (loaded) {
    loaded->secret_keys.clear();
    const auto again = load_settings(to_yaml(*loaded), "again", {}, NoSecrets());
    CHECK(again.has_value());
  }
  return 0;
}
