// What a question of ours expects for an answer, told by its words: the ear, the keypad and the end of a turn
// depend on it. Pure.
#pragma once

#include <string_view>

#include "conversation/acts.hpp"

namespace attendant::brain {

// `said`: the last sentence of the agent. Without a question mark: whatever comes.
conversation::Listen listening_for_answer(std::string_view said);

}  // namespace attendant::brain
