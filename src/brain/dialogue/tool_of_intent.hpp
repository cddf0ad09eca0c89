// Which tool does what a caller asks for: the intent's own, or another of the same line to which the words of
// the question and the talk so far point. Pure.
#pragma once

#include <string>
#include <string_view>

#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/topic.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

// Empty when no tool does it and a person must ("add my baby to the plan").
std::string tool_of_intent(understanding::Intent intent, const understanding::Slots& slots, const Cues& cues,
                           const Topic& topic);

// True for what a tool can answer (claims, benefits, billing, details), false for what steers the
// conversation.
bool is_task(understanding::Intent intent);

std::string_view line_of(std::string_view tool);  // "claim", "benefit", "billing" or ""
bool is_claim_tool(std::string_view tool);        // about one of the member's claims

}  // namespace attendant::brain
