// How a request says who we are, as a tool file tells. Pure.
#pragma once

#include "net/http_client.hpp"
#include "tools/tool_file.hpp"

namespace attendant::tools {

// The secret is in a header and nowhere else.
void add_auth(net::ClientRequest& request, const Auth& auth);

}  // namespace attendant::tools
