// The sentences that the dialogue engine says word for word, so that a voice can have their sound ready.
#pragma once

#include <string>
#include <vector>

#include "brain/dialogue/options.hpp"

namespace attendant::brain {

// The greeting and every wording without a place to fill in, in the order in which a call tends to need them.
// Pure.
std::vector<std::string> fixed_lines(const DialogueOptions& options);

}  // namespace attendant::brain
