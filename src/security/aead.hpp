// AES-256-GCM (NIST SP 800-38D) over OpenSSL: sealing = encrypting + authenticating. A nonce must never be
// used twice with one key: whoever holds an Aead owns that rule (a counter per derived key, or 12 random
// bytes for few messages).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "security/key.hpp"

struct evp_cipher_ctx_st;

namespace attendant::security {

inline constexpr std::size_t kNonceSize = 12;
inline constexpr std::size_t kTagSize = 16;
using Nonce = std::array<std::uint8_t, kNonceSize>;

Nonce counter_nonce(std::uint64_t counter);  // 4 zero bytes, then the counter (big-endian)

// One key, set up once: sealing a record then costs no key schedule. One thread at a time.
class Aead {
 public:
  explicit Aead(const Key& key);
  ~Aead();
  Aead(Aead&&) noexcept;
  Aead& operator=(Aead&&) noexcept;

  // Writes plaintext.size() + kTagSize bytes (ciphertext, then tag) to `out`, which has exactly that size.
  void seal_to(const Nonce& nonce, BytesView associated, BytesView plaintext, std::span<std::uint8_t> out);
  Bytes seal(const Nonce& nonce, BytesView associated, BytesView plaintext);

  // Error::refused when key, nonce, associated data or one bit of `sealed` is not what it was.
  Result<Bytes> open(const Nonce& nonce, BytesView associated, BytesView sealed);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  using Context = std::unique_ptr<evp_cipher_ctx_st, Free>;
  Context context_;  // both directions: GCM has one key schedule
};

// A message with its own random nonce in front: nonce, ciphertext, tag. For few, small messages of one key.
Bytes seal_with_random_nonce(const Key& key, BytesView associated, BytesView plaintext);
Result<Bytes> open_with_own_nonce(const Key& key, BytesView associated, BytesView sealed);

}  // namespace attendant::security
