// Random bytes and ids from the operating system's generator (through OpenSSL). Any thread. A failing
// generator ends the process: nothing safe can be done without it.
#pragma once

#include <cstdint>
#include <span>

#include "base/clock.hpp"
#include "base/named.hpp"

namespace attendant::security {

void fill_random(std::span<std::uint8_t> out);

// "c-" + a ULID: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32. Ids of later
// milliseconds sort later.
CallId new_call_id(WallTime now);

}  // namespace attendant::security
