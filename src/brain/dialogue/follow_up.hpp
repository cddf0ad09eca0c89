// Questions that only what was told before gives a meaning: "so what can I do", "how long do I have". Pure;
// any thread.
#pragma once

#include <optional>

#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/request.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

// What is asked for, or nothing when the words are no such question or the topic has no answer to it.
std::optional<understanding::Intent> follow_up(const Cues& cues, const Topic& topic);

}  // namespace attendant::brain
