// What an agent's words ask for, as a caller would understand them: by the last question in them. For
// simulated callers, which hear the agent through a recogniser and must pick their answer. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "conversation/acts.hpp"

namespace attendant::lab {

// nullopt: the words hold no question that we know.
std::optional<conversation::Asked> what_was_asked(std::string_view words);

}  // namespace attendant::lab
