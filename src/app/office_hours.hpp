// Whether a person can be reached now: opening hours per weekday and holidays, in the office's local time.
// Pure.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "config/settings.hpp"

namespace attendant::app {

// "Monday to Friday, 8 AM to 6 PM", as said to a caller.
std::string office_hours_in_words(const config::People& people);

bool office_is_open(const config::People& people, WallTime now);

}  // namespace attendant::app
