// An HTTP exchange for a thread that waits for it: until it is complete, its reader has seen enough, its
// deadline has passed, or the answer is no longer wanted. The exchange itself runs on the client's loop.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "runtime/loop.hpp"

namespace attendant::tools {

// Both outlive whoever waits.
struct HttpAccess {
  runtime::Loop& loop;
  net::HttpClient& client;
};

// Sees the body as it comes, on the loop's thread; true: it has seen enough, and the exchange ends there as
// if it were complete. An error ends it with that error. It is not called any more once `exchange` returned.
using SeeBody = std::function<Result<bool>(const net::ResponseHead&, std::string_view piece)>;

// Any thread but the loop's. timed_out, cancelled, or what the client says; exhausted: the body is longer
// than `longest_body`. Without `see` the whole body is collected.
Result<net::ClientResponse> exchange(const HttpAccess& http, net::ClientRequest request,
                                     std::size_t longest_body, const std::stop_token& stop, SeeBody see = {});

}  // namespace attendant::tools
