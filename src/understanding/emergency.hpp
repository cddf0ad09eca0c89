// A medical emergency or danger to life, now. Decided by words alone, before all other understanding: a
// missed one may cost a life, so it is a list that can be read and tested line by line. Pure; any thread.
#pragma once

#include <string_view>

namespace attendant::understanding {

// True for "he can't breathe" and "I want to end my life"; false for "this bill is killing me", "I had a
// heart attack last winter", "no emergency, I want the emergency room copay".
bool is_emergency(std::string_view text);

}  // namespace attendant::understanding
