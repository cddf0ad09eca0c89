// The header "traceparent" of W3C Trace Context, section 3.2: passed on to whom we ask, if it is one.
#pragma once

#include <string>
#include <string_view>

namespace attendant::brain {

// The value as it came, or empty: no trace context that we know.
std::string valid_trace_parent(std::string_view header);

}  // namespace attendant::brain
