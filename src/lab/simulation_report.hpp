// What a simulation came to, for people and programs. Pure.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "lab/simulation.hpp"

namespace attendant::lab {

// Figures over all cases. Times are of the calls' own clock.
struct Totals {
  int cases = 0, successes = 0, breaches = 0;
  int turns = 0, cut_offs = 0, pauses = 0, late = 0, dead_air = 0;
  std::vector<std::chrono::milliseconds> answers;  // sorted
  std::chrono::milliseconds talked{0};
  ToolScore tools;
  int values = 0, ungrounded = 0;

  double success_percent() const;
  double recall_percent() const;
  double precision_percent() const;
  double grounded_percent() const;
};
Totals totals_of(std::span<const CaseResult> results);

// How fast it was run; not part of what must come out the same.
struct Effort {
  double seconds = 0;
  double cpu_seconds = 0;
  unsigned threads = 1;
};

std::string as_table(const Callers& callers, std::span<const CaseResult> results, const Effort& effort);
// With every conversation when `whole`.
boost::json::object as_json(const AgentUnderTest& agent, const Callers& callers,
                            std::span<const CaseResult> results, const Effort& effort, bool whole);
std::string as_junit(const Callers& callers, std::span<const CaseResult> results);

// The conversation line by line: both sides, tools, and what was missed.
std::string transcript_of(const CaseResult& result);

}  // namespace attendant::lab
