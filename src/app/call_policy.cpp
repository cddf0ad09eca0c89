#include "app/call_policy.hpp"

namespace attendant::app {

conversation::Policy call_policy(const config::Turn& turn) {
  conversation::Policy policy;
  policy.turn_end = {.complete = turn.silence_complete,
                     .neutral = turn.silence_neutral,
                     .incomplete = turn.silence_incomplete,
                     .neutral_done = turn.silence_neutral_done,
                     .neutral_not_done = turn.silence_neutral_not_done,
                     .incomplete_done = turn.silence_incomplete_done,
                     .longest = turn.silence_longest};
  policy.confirm_interruption = turn.confirm_interruption;
  policy.confirm_without_words = turn.confirm_without_words;
  policy.false_alarm = turn.false_alarm;
  policy.no_input = turn.no_input;
  policy.filler_after = turn.filler_after;
  policy.digit_gap = turn.digit_gap;
  policy.max_duration = turn.longest_call;
  return policy;
}

}  // namespace attendant::app
