// Plays a scenario on a call and says what was not as expected. Pure but for the call; one thread.
#pragma once

#include <string>
#include <vector>

#include "lab/call_under_test.hpp"
#include "lab/scenario.hpp"

namespace attendant::lab {

struct ScenarioResult {
  std::vector<std::string> failures;  // "line 12: ...", empty when all was as expected
  std::string transcript;             // the whole conversation with tools and notes, to read
  bool passed() const { return failures.empty(); }
};

// The call has not been started. Stops at the first line of the caller's that cannot be played.
ScenarioResult play(const Scenario& scenario, CallUnderTest& call);

}  // namespace attendant::lab
