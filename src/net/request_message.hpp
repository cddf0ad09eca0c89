// A request as it goes on the wire (RFC 9112 section 3), checked: nothing that a caller's text holds can
// begin a header, or a request, of its own.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "net/streams.hpp"
#include "net/url.hpp"

namespace attendant::net {

// Invalid, with the header's name: no token (RFC 9110 section 5.6.2), a value with control characters, or a
// header that the client writes itself (Host, Content-Length, Connection ...).
Status check_header(std::string_view name, std::string_view value);

// Takes the body out of `request`.
Result<HttpMessage> request_message(ClientRequest& request, const Url& url);

}  // namespace attendant::net
