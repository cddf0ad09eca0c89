#include "security/random.hpp"

#include <array>
#include <string>

#include <openssl/rand.h>

#include "base/result.hpp"

namespace attendant::security {

void fill_random(std::span<std::uint8_t> out) {
  CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

CallId new_call_id(WallTime now) {
  constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<std::uint8_t, 16> ulid{};
  fill_random(std::span(ulid).subspan(6));
  auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  for (std::size_t i = 6; i-- > 0; ms >>= 8) ulid[i] = static_cast<std::uint8_t>(ms);

  // 128 bits as 26 groups of 5: the first group holds the two missing zero bits.
  std::string text = "c-";
  unsigned group = 0;
  int bits = 2;
  for (const std::uint8_t byte : ulid) {
    group = group << 8 | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kCrockford[group >> bits & 31];
    }
    group &= (1U << bits) - 1;
  }
  return CallId(text);
}

}  // namespace attendant::security
