// A service that is busy for a moment is asked again.
#pragma once

#include <functional>

#include "base/clock.hpp"
#include "records/file_source.hpp"

namespace attendant::records {

// As `fetch`; but where the answer is 429 or 503 and its Retry-After (RFC 9110 section 10.2.3) ends early
// enough before the request's deadline for another answer, `wait` is called with that time and the request
// sent a second time. What comes of that holds. `clock` outlives it; `wait` waits on the thread that asked.
Fetch with_second_try(Fetch fetch, const Clock& clock, std::function<void(Duration)> wait);
Fetch with_second_try(Fetch fetch, const Clock& clock);

}  // namespace attendant::records
