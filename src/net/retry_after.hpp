// How long a service asks us to stay away: the three forms of it that are on the wire.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace attendant::net {

// The values of `retry-after-ms` and `retry-after` (RFC 9110 section 10.2.3: seconds, or an HTTP date in one
// of the three formats of section 5.6.7); an absent header is an empty text. Milliseconds win, as in the
// official clients. A date in the past is 0. Nothing: neither header holds anything usable. Not capped here:
// a day stands for a day.
std::optional<std::chrono::milliseconds> retry_after(std::string_view retry_after_ms,
                                                     std::string_view retry_after, WallTime now);

}  // namespace attendant::net
