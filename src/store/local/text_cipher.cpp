#include "store/local/text_cipher.hpp"

#include "security/aead.hpp"

namespace attendant::store::local {

TextCipher::TextCipher(const CallId& call, const security::Key& call_key)
    : call_(call.value()), key_(call_key.derive("history")) {}

Bytes TextCipher::seal(std::string_view place, std::string_view text) const {
  const std::string bound = call_ + "/" + std::string(place);
  return security::seal_with_random_nonce(key_, as_bytes(bound), as_bytes(text));
}

Result<std::string> TextCipher::open(std::string_view place, BytesView sealed) const {
  const std::string bound = call_ + "/" + std::string(place);
  auto bytes = security::open_with_own_nonce(key_, as_bytes(bound), sealed);
  if (!bytes) return fail(bytes.error().in("history of " + bound));
  return std::string(bytes->begin(), bytes->end());
}

std::string column_place(std::string_view table, std::uint32_t row, std::string_view column) {
  return std::string(table) + "/" + std::to_string(row) + "/" + std::string(column);
}

}  // namespace attendant::store::local
