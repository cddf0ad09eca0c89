// Where a client goes: an absolute URL (RFC 3986) of one of the schemes that this room speaks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace attendant::net {

struct Url {
  std::string scheme;      // in lower case: "http", "https", "ws", "wss"
  std::string host;        // in lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;  // the scheme's own where the URL has none
  std::string target;      // path and query as written, "/" at least; never a fragment

  bool secure() const { return scheme == "https" || scheme == "wss"; }
  // As in a Host header: "host", with ":port" where it is not the scheme's own; brackets around an IPv6
  // address.
  std::string authority() const;
  std::string origin() const;  // "https://host:port": for logs and pools, since a query may hold secrets
};

// Invalid: no absolute URL, another scheme, or one with a user name (credentials belong into headers). The
// error names no more than the scheme and the host.
Result<Url> parse_url(std::string_view text);

}  // namespace attendant::net
