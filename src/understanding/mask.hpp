// Takes card, account and government numbers out of what a caller said, written or spoken, before anything is
// kept of it. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "conversation/acts.hpp"

namespace attendant::understanding {

// "pay with four two four two ... four two four two" -> "pay with [card ending 4242]"; also "[account
// number]" and
// "[government id]". What was asked for (member id, claim id, telephone, date, ZIP) stays. Masking twice
// changes nothing.
std::string mask(std::string_view text, conversation::Asked asked = conversation::Asked::open);

}  // namespace attendant::understanding
