// Everything that can change a decision of a call. Events are journaled before they act; a call is the list
// of its events (docs/architecture.md, "The one idea"). Values; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/named.hpp"
#include "base/result.hpp"
#include "base/turn_advice.hpp"
#include "conversation/acts.hpp"

namespace attendant::conversation {

using CallTime = std::chrono::milliseconds;  // since the call was answered

struct CallStarted {
  std::string caller_number;
  bool office_open = true;
  std::string versions;  // agent, models, configuration: what a replay needs to know
};
// ---- what the ear says
// -------------------------------------------------------------------------------------------
struct SpeechStarted {};
struct PartialHeard {
  std::string text;         // of the open utterance; display and interruption only, never acted upon
  float confidence = 1.0F;  // of the recogniser
};
// The caller has been silent for `silence`; `text` is what was said, decoded speculatively. It stands unless
// SpeechResumed.
struct SpeechPaused {
  std::string text;
  CallTime last_voiced{0};
  std::chrono::milliseconds silence{0};
  float confidence = 1.0F;
  std::optional<float> completeness;  // probability that the turn's words are whole, where somebody judged it
};
struct SpeechResumed {};
// The line hears something that may be a voice which comes back; SpeechResumed follows, or it was none. Told
// only while heeds_stirs().
struct CallerStirred {};
// What the judge of turns thinks of the silence since the caller's last word; told when it changes.
struct TurnAdvised {
  TurnAdvice advice = TurnAdvice::unsure;
};
// The recogniser closed the utterance itself (its cap, or the end of the leg).
struct SpeechFinal {
  std::string text;
  CallTime last_voiced{0};
  float confidence = 1.0F;
  bool talking = false;  // the caller speaks on: the next utterance is open
};
// A key went down. Its value is not in the event: digits become an event only when a group is complete
// (DigitsKeyed), so that a card number can be masked before an event exists.
struct DigitPressed {};
struct DigitsKeyed {
  std::string digits;  // masked where they look like a card or account number
};
// ---- what the mouth says
// -----------------------------------------------------------------------------------------
struct AudioQueued {
  UtteranceId utterance;  // its first audio is ready to be sent
};
struct ClauseStarted {
  UtteranceId utterance;  // its first voiced sample went out
};
struct ClauseFinished {
  UtteranceId utterance;
};
// Playback was stopped: of `utterance` the caller heard `heard`; everything queued after it was not heard at
// all.
struct PlaybackCut {
  UtteranceId utterance;
  std::string heard;
};
// ---- answers of others
// -------------------------------------------------------------------------------------------
struct BrainActed {
  std::uint32_t request = 0;  // of the Think
  std::vector<Act> acts;
  bool more = false;  // further acts of the same request follow
};
// The same of a Guess. What it wants is done when the turn is taken with the words that were guessed at.
struct BrainGuessed {
  std::uint32_t request = 0;  // of the Guess
  std::vector<Act> acts;
  bool more = false;
  bool refused = false;  // this brain does not guess (now)
};
struct ToolAnswered {
  std::uint32_t id = 0;
  std::string name;
  ToolAnswer answer;
  Identity identity;
  std::chrono::milliseconds took{0};
};
enum class Timer { end_of_turn, confirm_interruption, no_input, max_duration, waiting };
inline constexpr int kTimers = 5;
std::string_view to_string(Timer timer);
struct TimerFired {
  Timer timer = Timer::no_input;
  std::uint32_t number = 0;  // of the StartTimer; an older one is ignored
};
struct TransferEnded {
  bool reached = false;
  std::string reason;
};
// The far end put us on hold, or took us back: meanwhile nobody hears us.
struct HoldChanged {
  bool held = false;
};
struct CallEnded {
  std::string by;      // "caller", "agent", "network", "server"
  std::string reason;  // "bye", "media timeout", "server stopped", ...
};

using EventBody = std::variant<CallStarted, SpeechStarted, PartialHeard, SpeechPaused, SpeechResumed,
                               SpeechFinal, CallerStirred, TurnAdvised, DigitPressed, DigitsKeyed,
                               AudioQueued, ClauseStarted, ClauseFinished, PlaybackCut, BrainActed,
                               BrainGuessed, ToolAnswered, TimerFired, TransferEnded, HoldChanged, CallEnded>;
struct Event {
  CallTime at{0};
  EventBody body;
};

std::string_view name_of(const EventBody& body);  // "speech_paused"

// Journal form: {"at": 1234, "event": "speech_paused", ...}. Reading refuses what it does not know, naming
// the key.
boost::json::object to_json(const Event& event);
Result<Event> event_from_json(const boost::json::value& value);

}  // namespace attendant::conversation
