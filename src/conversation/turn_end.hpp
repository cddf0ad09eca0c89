// When is a caller's turn over? Evidence of the words, not one timer: how long to wait in silence after
// `text`, given what was asked. Pure; any thread.
#pragma once

#include <chrono>
#include <string_view>

#include "conversation/acts.hpp"

namespace attendant::conversation {

struct TurnEndPolicy {
  std::chrono::milliseconds complete{250};     // the words answer what was asked
  std::chrono::milliseconds neutral{450};      // nothing speaks against the end
  std::chrono::milliseconds incomplete{1200};  // "and", "my", half a number: more is coming
};

// Silence after the last word at which the turn is taken.
std::chrono::milliseconds silence_to_end(std::string_view text, Asked asked, int digits,
                                         const TurnEndPolicy& policy);

// Words that show listening and claim no turn ("uh-huh", "okay"): they stop no playback.
bool is_backchannel(std::string_view text);

// Words that can confirm an interruption: at least one that is no backchannel and no filler.
bool has_content(std::string_view text);

}  // namespace attendant::conversation
