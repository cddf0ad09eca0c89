// Pages, scripts and styles that do not change while the server runs.
#pragma once

#include <string>

#include "net/http.hpp"

namespace attendant::net {

// Answers with `content` (its status 200, its type, body and headers) and an ETag; a browser that has it
// already asks with If-None-Match and gets 304 without the body (RFC 9110 section 13.1.2). It is asked to
// check every time, so that a new server's page is seen at once.
Handler static_content(Response content);

}  // namespace attendant::net
