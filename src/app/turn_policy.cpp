#include "app/turn_policy.hpp"

#include <algorithm>

namespace attendant::app {

conversation::Policy turn_policy(const config::Turn& turn) {
  conversation::Policy policy;
  policy.turn_end = {.complete = turn.silence_complete,
                     .incomplete = turn.silence_incomplete,
                     .likely = turn.silence_likely,
                     .doubtful = turn.silence_doubtful,
                     .neutral = turn.silence_neutral,
                     .neutral_done = turn.silence_neutral_done,
                     .neutral_not_done = turn.silence_neutral_not_done,
                     .incomplete_done = turn.silence_incomplete_done,
                     .longest = turn.silence_longest};
  policy.guess_within = turn.guess_within;
  policy.confirm_interruption = turn.confirm_interruption;
  policy.confirm_without_words = turn.confirm_without_words;
  policy.false_alarm = turn.false_alarm;
  policy.no_input = turn.no_input;
  policy.filler_after = turn.filler_after;
  policy.dead_air = turn.dead_air;
  policy.digit_gap = turn.digit_gap;
  policy.max_duration = turn.longest_call;
  return policy;
}

std::vector<std::string> waiting_lines(const tools::Catalogue& tools) {
  const conversation::Policy policy;
  std::vector<std::string> lines = policy.still_waiting;
  lines.push_back(policy.one_moment);
  for (const auto& tool : tools.all())
    if (std::ranges::find(lines, tool.filler) == lines.end()) lines.push_back(tool.filler);
  return lines;
}

}  // namespace attendant::app
