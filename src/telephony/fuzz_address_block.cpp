// Any text as a trunk's addresses: an error, or a block that holds the address it was written with. A block
// of one address holds no other.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "telephony/address_block.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace telephony = attendant::telephony;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto block = telephony::AddressBlock::parse(text);
  if (!block) return 0;
  CHECK(text.find_first_not_of("0123456789abcdefABCDEF.:/") == std::string_view::npos);
  auto ip = telephony::parse_ip(text.substr(0, text.find('/')));
  CHECK(ip.has_value());
  CHECK(block->contains(*ip));
  if (text.find('/') == std::string_view::npos) {
    ip->back() ^= 1U;
    CHECK(!block->contains(*ip));
  }
  return 0;
}
