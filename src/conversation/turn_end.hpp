// When is a caller's turn over? Evidence of the words, not one timer: how long to wait in silence after
// `text`, given what was asked. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/turn_advice.hpp"
#include "conversation/acts.hpp"

namespace attendant::conversation {

// Silences at which a turn is taken.
struct TurnEndPolicy {
  std::chrono::milliseconds complete{300};     // the words answer what was asked
  std::chrono::milliseconds incomplete{1240};  // "and", "my", half a number: more is coming
  // In between the completeness of the words decides.
  std::chrono::milliseconds likely{340};     // they are probably whole
  std::chrono::milliseconds doubtful{1210};  // they may be
  std::chrono::milliseconds neutral{500};    // it is not known
  float likely_from = 0.66F;                 // probabilities
  float doubtful_from = 0.25F;               // below: more is coming
  float answered_from = 0.4F;                // below: a yes or no that goes on
  float whole_anyway_from = 0.6F;            // they may be, whatever the last word or a missing digit says
  // The same where a judge of voices has an opinion. Words that answer the question need none, and half a
  // number is never whole because it sounded so.
  std::chrono::milliseconds neutral_done{340};
  std::chrono::milliseconds neutral_not_done{800};
  std::chrono::milliseconds incomplete_done{900};
  std::chrono::milliseconds longest{2000};  // whatever the evidence
  std::chrono::milliseconds stir{300};      // after a sound that may be the voice coming back
  float doubt = 0.5F;                       // words that the recogniser is less sure of complete nothing
};

struct TurnSoFar {
  std::string_view text;
  Asked asked = Asked::open;
  int digits = 0;                     // that an answer has
  float confidence = 1.0F;            // of the recogniser
  std::optional<float> completeness;  // probability that the words are whole
  bool understood = true;             // false: the brain makes nothing of them so far
  TurnAdvice advice = TurnAdvice::unsure;
};

// Silence after the last word at which the turn is taken.
std::chrono::milliseconds silence_to_end(const TurnSoFar& turn, const TurnEndPolicy& policy);

// Words that show listening and claim no turn ("uh-huh", "okay"): they stop no playback.
bool is_backchannel(std::string_view text);

// Of these those that answer no question either ("I see").
bool only_listens(std::string_view text);

// Words that can confirm an interruption: at least one that is no backchannel and no filler.
bool has_content(std::string_view text);

// Words that stop whoever speaks ("wait", "sorry?", "hello?").
bool stops_people(std::string_view text);

}  // namespace attendant::conversation
