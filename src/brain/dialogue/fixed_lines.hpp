// The sentences that the dialogue engine says word for word, so that a voice can have their sound ready.
#pragma once

#include <string>
#include <vector>

#include "agents/agent.hpp"
#include "brain/dialogue/options.hpp"

namespace attendant::brain {

// The greeting and every wording without a place to fill in, in the order in which a call tends to need them;
// then those that the agents put in other words. `team` may be null. Pure.
std::vector<std::string> fixed_lines(const DialogueOptions& options, const agents::Team* team = nullptr);

}  // namespace attendant::brain
