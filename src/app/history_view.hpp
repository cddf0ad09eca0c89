// History for people: a table of calls, and a call as a conversation with the waterfall of each answer. Pure
// text.
#pragma once

#include <span>
#include <string>

#include "base/clock.hpp"
#include "store/history.hpp"

namespace attendant::app {

std::string history_table(std::span<const store::CallSummary> calls);
std::string history_page(const store::CallDetail& call);
std::string time_text(WallTime time);  // "2026-11-22 18:03:14", UTC

// One line: the time from the end of the caller's speech to our voice on the wire as a bar of its stages,
// `width` characters for `longest`. Empty when the turn had no spoken answer.
std::string waterfall(const store::TurnTimings& timings, std::chrono::milliseconds longest, int width);

}  // namespace attendant::app
