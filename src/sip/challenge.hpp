// What a peer asks for before it takes a request: WWW-Authenticate and Proxy-Authenticate of a 401 or 407
// (RFC 3261 section 22, RFC 7616, RFC 8760). Values and their parser; pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sip/message.hpp"

namespace attendant::sip {

enum class DigestAlgorithm : std::uint8_t { md5, sha256 };
std::string_view to_string(DigestAlgorithm algorithm);  // "MD5", "SHA-256"

struct Challenge {
  bool by_proxy = false;  // 407: answered in Proxy-Authorization
  std::string realm;      // this and the next two as they stood between the quotes, escapes included
  std::string nonce;
  std::string opaque;
  DigestAlgorithm algorithm = DigestAlgorithm::md5;
  bool qop_auth = false;  // false: the old way of RFC 2069
  bool stale = false;     // the password was right, only the nonce is too old
  bool operator==(const Challenge&) const = default;
};

// The value of one header. unsupported: another scheme, algorithm or protection than ours; invalid:
// malformed.
Result<Challenge> parse_challenge(std::string_view value);

// Those of a response that can be answered: of each realm the topmost, as the peer prefers it (RFC 8760
// section 2.4).
std::vector<Challenge> challenges_of(const Message& response);

// realm="x", nonce="y" ...: parameters of a challenge or of credentials, names in lower case, quotes taken
// off.
struct AuthParameter {
  std::string name;
  std::string value;
};
// "Digest a=b, c="d"" without its scheme. invalid: no such list, or a name twice.
Result<std::vector<AuthParameter>> parse_auth_parameters(std::string_view text);
const std::string* find_auth_parameter(const std::vector<AuthParameter>& parameters, std::string_view name);

}  // namespace attendant::sip
