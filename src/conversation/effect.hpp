// What the core wants done. The call's runtime carries effects out and turns their results into events.
// Values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/named.hpp"
#include "conversation/acts.hpp"
#include "conversation/event.hpp"

namespace attendant::conversation {

struct Think {
  std::uint32_t request = 0;
  BrainInput input;
};
struct Speak {
  UtteranceId utterance;
  std::string text;
  SayKind kind = SayKind::answer;
  float rate = 1.0F;
  float level = 1.0F;
  std::string voice;  // empty: the configured one
};
// ---- ahead of the end of a turn (core_guess.cpp)
// What would be wanted if the turn were over with these words? Answered by BrainGuessed. The first input of a
// guess is a Heard; the answers of the tools that ran for it follow.
struct Guess {
  std::uint32_t request = 0;
  BrainInput input;
};
// The guess was right: the brain goes on from it.
struct KeepGuess {};
// It was not: nothing of it counts, what was prepared is thrown away and what still runs is cancelled.
struct ForgetGuess {};
// Synthesises without playing; the Speak of the same utterance plays it.
struct Prepare {
  Speak speak;
};
// Stops playback now and forgets what is queued; answered by PlaybackCut.
struct StopSpeaking {};
struct Duck {
  float level = 1.0F;  // 1 = normal
};
// The turn is taken: the recogniser forgets the utterance it has open.
struct TakeTurn {};
// What the caller is expected to say next (a hint for the recogniser).
struct Expect {
  Asked asked = Asked::open;
  int digits = 0;
};
struct RunTool {
  std::uint32_t id = 0;
  std::string name;
  boost::json::object arguments;
  bool confirmed = false;
};
// Whoever runs the tool decides by its kind: docs of tools::OnInterrupt.
struct CancelTool {
  std::uint32_t id = 0;
};
struct StartTimer {
  Timer timer = Timer::no_input;
  std::uint32_t number = 0;
  std::chrono::milliseconds after{0};
};
struct PauseRecording {
  bool paused = false;
};
struct TransferTo {
  std::string target;
  std::string summary;
};
struct HangUp {
  std::string reason;
};
struct AddNote {
  std::string key, value;
};

// One turn as history keeps it: the caller's words, ours as heard, and its waterfall (times since the call's
// answer).
struct Spoken {
  UtteranceId utterance;
  SayKind kind = SayKind::answer;
  std::string text;  // as far as it was heard
  bool cut = false;  // the caller interrupted it
};
struct ToolUse {
  std::string name;
  boost::json::object arguments;
  std::string outcome;
  boost::json::object facts;  // of the answer
  std::chrono::milliseconds took{0};
};
struct TurnRecord {
  TurnId turn;
  std::string caller;  // masked text, or "[keyed 8 digits]"; empty for the greeting and for turns of silence
  Asked asked = Asked::open;
  std::vector<Spoken> agent;
  std::vector<ToolUse> tools;
  std::vector<std::string> intents;      // what the brain took the caller to want
  int guesses = 0;                       // times the brain was asked before the turn was over
  bool guess_used = false;               // the last of them was right; the others were wasted
  std::optional<CallTime> last_voiced;   // end of the caller's speech
  std::optional<CallTime> decided;       // the turn was taken
  std::optional<CallTime> first_text;    // the brain's first sentence
  std::optional<CallTime> first_queued;  // first audio ready
  std::optional<CallTime> first_audio;   // first voiced sample on the wire
  std::optional<CallTime> first_answer;  // the same, of the first clause of kind answer (or question)
};
struct RecordTurn {
  TurnRecord turn;
};

using Effect =
    std::variant<Think, Speak, Guess, KeepGuess, ForgetGuess, Prepare, StopSpeaking, Duck, TakeTurn, Expect,
                 RunTool, CancelTool, StartTimer, PauseRecording, TransferTo, HangUp, AddNote, RecordTurn>;

}  // namespace attendant::conversation
