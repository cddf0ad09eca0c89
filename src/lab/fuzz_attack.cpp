// Any text is a list of attacks or an error that names a line; never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lab/attack.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)attendant::lab::parse_attacks(text);
  return 0;
}
