// Why one request to one endpoint failed, as far as it matters for what to do next. Values; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace attendant::brain {

enum class FaultKind {
  throttled,      // 429: over the endpoint's quota
  overloaded,     // 408, 5xx, or an error object of that sense inside the stream
  unreachable,    // no connection, no TLS, no answer to HTTP
  cut,            // the stream ended before its answer did
  malformed,      // what came is no stream of chunks
  empty,          // the answer ended without a word or a tool call
  late,           // no first token within its deadline
  stalled,        // no further token within the watchdog's time
  unauthorized,   // 401, 403: this endpoint will not serve us until somebody mends it
  no_such_model,  // 404: as unauthorized
  filtered,       // the service's content filter refused the prompt
  bad_request,    // any other 4xx: every endpoint would say the same
};
std::string_view to_string(FaultKind kind);

struct AttemptFault {
  FaultKind kind = FaultKind::unreachable;
  std::string message;                                   // for the log; without the prompt's words
  std::optional<std::chrono::milliseconds> retry_after;  // as the service asked, not yet capped

  bool operator==(const AttemptFault&) const = default;
};

// Another endpoint, or another try, may do better.
bool worth_retrying(FaultKind kind);

// The endpoint itself is at fault, not the request: its breaker counts it.
bool blames_endpoint(FaultKind kind);

// How a service names what went wrong: "code" and "type" of its error object. Either may be empty; never more
// than a name.
struct ServiceError {
  std::string code;
  std::string type;
};
// `error`: the value of "error" in a body or a chunk; it may be anything.
ServiceError service_error(const boost::json::value& error);

// `status`: of the HTTP response, 200 for an error inside a stream; a status in the code goes before it.
AttemptFault fault_of_error(int status, const ServiceError& error,
                            std::optional<std::chrono::milliseconds> retry_after = {});

// The fault of an HTTP response with `status` outside 200..299. `body` is looked through for an error object;
// it may be anything.
AttemptFault fault_of_response(int status, std::string_view body,
                               std::optional<std::chrono::milliseconds> retry_after);

// What to tell the session that asked.
Error to_error(const AttemptFault& fault);

}  // namespace attendant::brain
