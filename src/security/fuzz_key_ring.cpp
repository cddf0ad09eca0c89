// Any text as a key file: an error, or a ring that unwraps what it wrapped and nothing that was changed.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "security/key_ring.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using attendant::security::KeyRing;
  const auto ring = KeyRing::from_text({reinterpret_cast<const char*>(data), size});
  if (!ring) return 0;
  const attendant::CallId call("c-00000000000000000000000001");
  auto wrapped = ring->new_call_key(call).wrapped;
  CHECK(ring->unwrap(call, wrapped).has_value());
  wrapped[data[0] % wrapped.size()] ^= 1U;
  CHECK(!ring->unwrap(call, wrapped).has_value());
  return 0;
}
