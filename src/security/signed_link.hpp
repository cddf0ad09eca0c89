// Links that let somebody in for a while, without an account: an id and an expiry, signed with HMAC-SHA256
// (RFC 2104). Whoever holds the link holds what it allows: it is made for one use and a short life.
// Immutable; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "security/key.hpp"

namespace attendant::security {

struct LinkTerms {
  std::string id;  // 128 random bits in hexadecimal: counts the uses of this link
  WallTime expires;
  bool operator==(const LinkTerms&) const = default;
};

class LinkSigner {
 public:
  // `purpose` keeps a link of one door from opening another.
  LinkSigner(const Key& key, std::string_view purpose) : key_(key.derive(purpose)) {}

  // "ID.EXPIRES.MAC", only of characters that a URL carries as they are.
  std::string token(const LinkTerms& terms) const;
  LinkTerms new_terms(WallTime expires) const;

  // ErrorCode::refused when it was not signed by us, is damaged or expired: always in the same words.
  Result<LinkTerms> check(std::string_view token, WallTime now) const;

 private:
  std::string mac_of(std::string_view signed_part) const;

  Key key_;
};

}  // namespace attendant::security
