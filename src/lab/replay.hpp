// A call's journal run again: the same events through the core, and the same inputs to the brain. Where
// everything is deterministic all that comes out is equal, event by event; the first thing that is not is
// named. Pure but for the brain; one thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "brain/brain.hpp"
#include "conversation/core.hpp"
#include "conversation/event.hpp"

namespace attendant::lab {

struct Difference {
  std::size_t event = 0;  // in the journal, from 0
  conversation::CallTime at{0};
  std::string what;       // "the brain's answer 3", "the tool call 2"
  std::string then, now;  // what the journal has, what came out; empty: nothing
};

struct Replayed {
  std::size_t events = 0;  // that came out equal
  std::size_t brain_answers = 0, guesses = 0, tool_calls = 0, sentences = 0, timers = 0;
  std::optional<Difference> difference;  // the first; what follows it says nothing
};

// `brain` must answer at once. Null: the journal's answers are taken for its own, as for a language model,
// which gives no two equal ones; the core is still held to them.
Replayed replay(std::span<const conversation::Event> events, brain::BrainSession* brain,
                const conversation::Policy& policy);

}  // namespace attendant::lab
