// The agent's ear in a call without a line: what the caller says is sound that it hears 20 ms at a time, on
// the call's own clock.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "lab/spoken_parts.hpp"
#include "speech/hearing_event.hpp"
#include "speech/recognizer.hpp"

namespace attendant::lab {

inline constexpr std::chrono::milliseconds kEarStep{20};

class CallerEar {
 public:
  virtual ~CallerEar() = default;

  // The caller begins to say this; what was said before has ended.
  virtual Status say(std::span<const SpokenPart> parts) = 0;
  // Whether there is still sound of it to come.
  virtual bool speaking() const = 0;
  // The next 20 ms: of the caller's sound, or of the line's silence. `interrupting`: the agent speaks, so
  // that words are wanted before the caller pauses. Times of the events count from the first step.
  virtual Result<std::vector<speech::HearingEvent>> advance(bool interrupting) = 0;

  virtual void take_turn() = 0;
  virtual void expect(speech::Expectation expectation) = 0;
};

}  // namespace attendant::lab
