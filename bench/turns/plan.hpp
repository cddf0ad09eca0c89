// What the callers of the turn-taking benchmark do, as bench/turn_taking.py planned it. One JSON object a
// call:
//   {"call": "r0-s1", "number": "+13125550000", "echo_db": -30, "echo_ms": 120,
//    "steps": [{"file": "t1.wav"}, {"file": "okay.wav", "into_ms": 900, "claims": false}]}
// A step without into_ms is said when the agent has finished; one with it, so long after the agent's first
// sound in answer to the step before, while it speaks. One that claims nothing gets no answer. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace attendant::bench {

struct PlannedStep {
  std::filesystem::path file;  // WAV at 8 kHz
  std::optional<std::chrono::milliseconds> into;
  bool claims = true;  // the turn
};

// The agent's voice comes back to it: a line without an echo canceller.
struct PlannedEcho {
  float db = 0;                        // below what was received
  std::chrono::milliseconds delay{0};  // in addition to the way there and back
};

struct PlannedCall {
  std::string name;
  std::string number;  // whom the server takes the caller for
  std::optional<PlannedEcho> echo;
  std::vector<PlannedStep> steps;
};

// The error names the line.
Result<std::vector<PlannedCall>> parse_plan(std::string_view lines, const std::filesystem::path& folder);

}  // namespace attendant::bench
