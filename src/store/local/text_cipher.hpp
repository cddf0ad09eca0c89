// Seals and opens the text columns of one call in history.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "security/key.hpp"

namespace attendant::store::local {

// `place` (table, row and column: column_place) is bound into the seal, so that texts cannot be exchanged
// within the database. Immutable; any thread.
class TextCipher {
 public:
  TextCipher(const CallId& call, const security::Key& call_key);

  Bytes seal(std::string_view place, std::string_view text) const;
  Result<std::string> open(std::string_view place, BytesView sealed) const;

 private:
  std::string call_;
  security::Key key_;
};

std::string column_place(std::string_view table, std::uint32_t row, std::string_view column);

}  // namespace attendant::store::local
