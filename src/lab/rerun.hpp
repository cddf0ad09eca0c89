// A call had again with another agent: what its caller said, keyed and left unsaid is given to the other one,
// turn by turn, and what both said and did is laid side by side.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "conversation/core.hpp"
#include "lab/text_call.hpp"

namespace attendant::lab {

// What the caller of a journal did.
struct CallerTurnThen {
  enum class Kind { begins, says, keys, silent };
  Kind kind = Kind::begins;
  std::string text;
  std::string spoken_into;  // our words as far as they were heard, when the caller broke them off
};

struct Side {
  std::vector<std::string> said;   // sentences, as they were given to the voice
  std::vector<std::string> tools;  // "claim_denial service=imaging -> ok"
  std::string end;                 // "transfer to person", "ended: goodbye"
  bool operator==(const Side&) const = default;
};
struct TurnPair {
  CallerTurnThen caller;
  Side then, now;
  bool same() const { return then == now; }
};

// What happened then, from the journal alone.
std::vector<TurnPair> turns_then(std::span<const conversation::Event> events,
                                 const conversation::Policy& policy);

// Fills in `now`. The call has not been started. Stops where the other agent ends the call.
void have_again(std::vector<TurnPair>& turns, TextCall& call);

// Tools as the journal answered them; one that was not called then, or with other arguments, is `otherwise`.
TextCall::RunTool answered_from(std::span<const conversation::Event> events, TextCall::RunTool otherwise);

std::string side_by_side(std::span<const TurnPair> turns, std::size_t width);
boost::json::object as_json(std::span<const TurnPair> turns);

}  // namespace attendant::lab
