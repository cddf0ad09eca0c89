// A HttpClient for threads that may wait: a pool's, which run tools and storage. The exchange itself runs on
// the client's loop.
#pragma once

#include <cstddef>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "runtime/loop.hpp"

namespace attendant::net {

// As `fetch`, and waits: until the request's deadline, of `loop`'s clock, and a second more where the loop
// hangs or has stopped (timed out). Any thread but the loop's.
Result<ClientResponse> fetch_blocking(runtime::Loop& loop, HttpClient& client, ClientRequest request,
                                      std::size_t longest_body);

}  // namespace attendant::net
