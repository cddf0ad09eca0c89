// The trace that a request to a model belongs to, as its server is told (W3C Trace Context, "traceparent").
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace attendant::brain {

// "00-<trace>-<span>-01". One call's requests have one trace, whose id is a digest of the call's, so that
// nothing need be kept to find them. `span` names the request and must not be 0.
std::string traceparent(std::string_view call, std::uint64_t span);

}  // namespace attendant::brain
