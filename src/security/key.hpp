// A 256-bit secret key. Wiped when destroyed; never printed, never compared by content outside this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::security {

inline constexpr std::size_t kKeySize = 32;

class Key {
 public:
  static Key random();
  static Result<Key> from_bytes(BytesView bytes);       // exactly 32 bytes
  static Result<Key> from_text(std::string_view text);  // 64 hexadecimal characters, or base64 of 32 bytes

  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();

  BytesView bytes() const { return bytes_; }

  // HKDF-SHA256 (RFC 5869): another key for another purpose. `purpose` separates uses ("journal",
  // "recording"), `salt` separates two streams of the same use. One key is never used for two things
  // directly: nonces would collide.
  Key derive(std::string_view purpose, BytesView salt = {}) const;

 private:
  Key() = default;
  std::array<std::uint8_t, kKeySize> bytes_{};
};

}  // namespace attendant::security
