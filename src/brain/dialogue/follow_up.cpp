#include "brain/dialogue/follow_up.hpp"

#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using understanding::Intent;

std::optional<Intent> follow_up(const Cues& cues, const Topic& topic) {
  const auto line = line_of(topic.tool);
  const bool denied = topic.tool == "claim_denial" || topic.tool == "claim_appeal";
  if (line == "claim" && cues.asks_what_to_do()) return denied ? Intent::claim_appeal : Intent::claim_denial;
  if (line == "claim" && cues.asks_whether_to_pay_twice()) return Intent::claim_cost;
  if (line == "claim" && cues.asks_how_long()) return Intent::claim_appeal;
  if (line == "billing" && cues.says_it_is_wrong()) return Intent::billing_dispute;
  if (line == "billing" && cues.asks_how_long()) return Intent::billing_due;
  return std::nullopt;
}

}  // namespace attendant::brain
