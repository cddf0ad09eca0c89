#include "security/aead.hpp"

#include <algorithm>

#include <openssl/evp.h>

#include "security/random.hpp"

namespace attendant::security {
namespace {

int length(BytesView bytes) {
  CHECK(bytes.size() <= 1U << 30);
  return static_cast<int>(bytes.size());
}

Error refused() {
  return {.code = ErrorCode::refused,
          .message = "cannot be decrypted: it was changed, or sealed with another key"};
}

}  // namespace

Nonce counter_nonce(std::uint64_t counter) {
  Nonce nonce{};
  store_be32(&nonce[4], static_cast<std::uint32_t>(counter >> 32));
  store_be32(&nonce[8], static_cast<std::uint32_t>(counter));
  return nonce;
}

void Aead::Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

Aead::Aead(const Key& key) : context_(EVP_CIPHER_CTX_new()) {
  CHECK(context_);
  CHECK(EVP_EncryptInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key.bytes().data(), nullptr) == 1);
}
Aead::~Aead() = default;
Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;

void Aead::seal_to(const Nonce& nonce, BytesView associated, BytesView plaintext,
                   std::span<std::uint8_t> out) {
  CHECK(out.size() == plaintext.size() + kTagSize);
  auto* context = context_.get();
  int written = 0;
  CHECK(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1);
  CHECK(EVP_EncryptUpdate(context, nullptr, &written, associated.data(), length(associated)) == 1);
  CHECK(EVP_EncryptUpdate(context, out.data(), &written, plaintext.data(), length(plaintext)) == 1);
  CHECK(EVP_EncryptFinal_ex(context, out.data() + plaintext.size(), &written) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, kTagSize, out.data() + plaintext.size()) == 1);
}

Bytes Aead::seal(const Nonce& nonce, BytesView associated, BytesView plaintext) {
  Bytes out(plaintext.size() + kTagSize);
  seal_to(nonce, associated, plaintext, out);
  return out;
}

Result<Bytes> Aead::open(const Nonce& nonce, BytesView associated, BytesView sealed) {
  if (sealed.size() < kTagSize) return fail(refused());
  const BytesView ciphertext = sealed.first(sealed.size() - kTagSize);
  std::array<std::uint8_t, kTagSize> tag{};
  std::ranges::copy(sealed.last(kTagSize), tag.begin());

  auto* context = context_.get();
  int written = 0;
  Bytes out(ciphertext.size());
  CHECK(EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1);
  CHECK(EVP_DecryptUpdate(context, nullptr, &written, associated.data(), length(associated)) == 1);
  CHECK(EVP_DecryptUpdate(context, out.data(), &written, ciphertext.data(), length(ciphertext)) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) == 1);
  std::array<std::uint8_t, kTagSize> rest{};
  if (EVP_DecryptFinal_ex(context, rest.data(), &written) != 1) return fail(refused());
  return out;
}

Bytes seal_with_random_nonce(const Key& key, BytesView associated, BytesView plaintext) {
  Nonce nonce{};
  fill_random(nonce);
  Bytes out(kNonceSize + plaintext.size() + kTagSize);
  std::ranges::copy(nonce, out.begin());
  Aead(key).seal_to(nonce, associated, plaintext, std::span(out).subspan(kNonceSize));
  return out;
}

Result<Bytes> open_with_own_nonce(const Key& key, BytesView associated, BytesView sealed) {
  if (sealed.size() < kNonceSize + kTagSize) return fail(refused());
  Nonce nonce{};
  std::copy_n(sealed.begin(), kNonceSize, nonce.begin());
  return Aead(key).open(nonce, associated, sealed.subspan(kNonceSize));
}

}  // namespace attendant::security
