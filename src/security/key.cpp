#include "security/key.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "base/text.hpp"
#include "security/random.hpp"

namespace attendant::security {

Key Key::random() {
  Key key;
  fill_random(key.bytes_);
  return key;
}

Result<Key> Key::from_bytes(BytesView bytes) {
  if (bytes.size() != kKeySize) {
    return fail(ErrorCode::invalid, "a key has 32 bytes, this one " + std::to_string(bytes.size()));
  }
  Key key;
  std::ranges::copy(bytes, key.bytes_.begin());
  return key;
}

Result<Key> Key::from_text(std::string_view text) {
  text = trim(text);
  // Both readings are tried by length: 64 hexadecimal digits would also be valid base64 (of 48 bytes).
  auto bytes = text.size() == 2 * kKeySize ? from_hex(text) : from_base64(text);
  if (!bytes || bytes->size() != kKeySize) {
    return fail(ErrorCode::invalid, "a key is 64 hexadecimal characters or 32 bytes in base64");
  }
  auto key = from_bytes(*bytes);
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return key;
}

Key::~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Key Key::derive(std::string_view purpose, BytesView salt) const {
  struct FreeKdf {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
  };
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  CHECK(kdf != nullptr);
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  CHECK(context != nullptr);

  // OpenSSL's parameter list wants mutable pointers although it only reads them.
  std::string digest = "SHA256";
  std::string info(purpose);
  Bytes salt_bytes(salt.begin(), salt.end());
  Key secret = *this;
  OSSL_PARAM parameters[5];
  std::size_t used = 0;
  parameters[used++] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0);
  parameters[used++] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.bytes_.data(), kKeySize);
  parameters[used++] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size());
  if (!salt_bytes.empty()) {
    parameters[used++] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_bytes.data(), salt_bytes.size());
  }
  parameters[used] = OSSL_PARAM_construct_end();

  Key derived;
  CHECK(EVP_KDF_derive(context.get(), derived.bytes_.data(), kKeySize, parameters) == 1);
  return derived;
}

}  // namespace attendant::security
