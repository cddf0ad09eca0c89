// The conversation core: a pure function from the state of a call and one event to the next state and what to
// do. It owns turns, interruption, what was heard, silence and the end of the call; what to say is the
// brain's. No clock, no thread, no I/O: the same events give the same effects, live, in tests and in replay.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "conversation/effect.hpp"
#include "conversation/event.hpp"
#include "conversation/identity.hpp"
#include "conversation/turn_end.hpp"

namespace attendant::conversation {

struct Policy {
  TurnEndPolicy turn_end;
  // A voice stops us at once by words that claim the turn; without knowing any, when it lasts so long:
  std::chrono::milliseconds confirm_interruption{750};    // and the recogniser has not said a thing yet
  std::chrono::milliseconds confirm_without_words{1500};  // and it hears no words, or "uh-huh", so far
  // So short a voice in the middle of ours claims the turn by words that stop people or that the recogniser
  // is sure of; it hears words in murmurs too ("mm-hmm" as "No.").
  std::chrono::milliseconds short_voice{700};
  float sure_of_words = 0.75F;
  // Stopped by a voice without words: when none come for so long, it was a false alarm and we go on.
  std::chrono::milliseconds false_alarm{1500};
  // The brain is asked before a turn is over whose end is expected after no more silence than this (0 =
  // never).
  std::chrono::milliseconds guess_within{1300};
  std::size_t sentences_ahead = 2;  // of a guess that are synthesised before the turn is over
  std::size_t tools_ahead = 3;      // reads of a guess that run before

  std::chrono::milliseconds no_input{7000};      // silence after a question
  std::chrono::milliseconds filler_after{700};   // an answer that takes longer is bridged by a filler
  std::chrono::milliseconds filler_apart{1500};  // silence after a filler until the next one
  // No caller hears nothing for longer than about this while we owe an answer: the filler comes earlier then.
  std::chrono::milliseconds dead_air{1600};
  std::chrono::milliseconds digit_gap{3000};  // between two keys of one answer
  std::chrono::milliseconds max_duration{std::chrono::minutes(20)};
  float duck_level = 0.35F;
  std::string one_moment = "One moment, please.";  // bridges a wait that has no filler of its own
  // When a filler was said and the answer is still awaited; in turn.
  std::vector<std::string> still_waiting = {"I'm still working on it.",
                                            "Thank you for waiting, this takes a moment longer."};
  std::string max_duration_text =
      "I have to end this call now, because it has reached its time limit. Please call again. Goodbye.";
};

// A clause of ours that is queued or playing.
struct Utterance {
  UtteranceId id;
  Say say;
  TurnId turn;           // in whose record its words belong
  bool started = false;  // its first sound went out
  bool stopped = false;  // it was queued or playing when StopSpeaking was sent
};

// Our words that a voice without known words has stopped. When it was a false alarm they are said from the
// clause that was broken off.
struct BrokenOff {
  bool cut = false;       // the line has said what was heard: `heard` and `rest` are known
  bool over = false;      // a false alarm, but the cut is still awaited
  std::string heard;      // of the sentence that was cut
  int whole = 0;          // sentences of the turn before it
  std::vector<Say> rest;  // not heard yet, in order
  std::variant<std::monostate, Transfer, EndCall> leaving;
};

// What the brain would want if the caller's turn were over with `text`. Nothing of it was said or written;
// it is adopted when the turn is taken with these words and thrown away when the caller goes on.
struct OpenGuess {
  std::string text;
  Identity identity;                   // as the tools of the guess left it
  std::vector<std::uint32_t> awaited;  // requests without an answer
  std::vector<Act> acts;               // in order
  std::vector<UtteranceId> prepared;   // the first sentences among them
  std::vector<std::uint32_t> tools;    // of those among them that ran ahead
  std::vector<ToolAnswered> answers;   // of these, as far as they came
  float rate = 1.0F, level = 1.0F;
  std::string voice;
  std::string agent;       // who has the call, after the guess's own hand-overs
  bool understood = true;  // false: the brain would say that it did not understand
  bool stopped = false;    // it wants what must not be done ahead: what follows waits for the turn
};

// A tool whose answer is awaited.
struct OpenTool {
  std::uint32_t id = 0;
  bool cancel_on_interrupt = false;
  // It came while words of the caller were waiting for the end of their turn: they may make it superfluous.
  std::optional<ToolAnswered> answer{};
};

struct State {
  Identity identity;
  std::string agent;  // who has the call, since the first hand-over

  // Our side.
  std::deque<Utterance> speaking;  // queued and playing, in order
  std::vector<Speak> deferred;     // waiting until the caller, who is talking, pauses
  bool stopping = false;           // StopSpeaking was sent, PlaybackCut is awaited
  std::string filler;              // of the tool that is being waited for
  std::size_t fillers_said = 0;    // in this turn
  std::optional<BrokenOff> broken_off;
  bool ducked = false;
  float rate = 1.0F, level = 1.0F;
  std::string voice;
  std::uint32_t last_utterance = 0;
  std::variant<std::monostate, Transfer, EndCall> leaving;  // once everything was said
  bool left = false;                                        // the effect for `leaving` went out

  // The caller's side.
  bool caller_talking = false;
  CallTime voice_since{0};  // when they began to, the last time
  std::string closed_text;  // of utterances that the recogniser closed inside this turn
  std::string paused_text;  // of the open utterance, at its last pause
  std::optional<CallTime> last_voiced;
  CallTime stirred_at{0};                  // what may be the voice coming back
  CallTime silent_since{0};                // by the ear's own time, once it paused
  TurnAdvice advice = TurnAdvice::unsure;  // on the current silence
  float confidence = 1.0F;
  std::optional<float> completeness;  // of the words so far, by the last pause
  std::string held_text;              // said while we could not be interrupted or were thinking
  Listen listen;
  int silences = 0;
  bool on_hold = false;  // nobody hears us: no silence of theirs counts

  // Work under way.
  std::uint32_t last_request = 0;
  std::vector<std::uint32_t> awaited;  // requests to the brain without an answer
  std::vector<OpenTool> tools_open;
  std::optional<OpenGuess> guess;
  int guesses = 0;                  // since the last turn was taken
  std::vector<ToolUse> tool_calls;  // by CallTool id - 1, for the turn records
  std::uint32_t last_timer = 0;
  std::array<std::uint32_t, kTimers> timers{};  // number of the running one of each kind; 0 = none

  TurnRecord turn;
  std::optional<TurnRecord> lingering;  // the turn before, while words of it are still on the line
  bool ended = false;
};

// Whose records a tool that is started now may open.
inline const Identity& identity_at_work(const State& state) {
  return state.guess ? state.guess->identity : state.identity;
}

// Whose tools it may be.
inline const std::string& agent_at_work(const State& state) {
  return state.guess ? state.guess->agent : state.agent;
}

// Whether CallerStirred means something now: the caller is silent, and we are about to speak.
bool heeds_stirs(const State& state);

std::vector<Effect> step(State& state, const Event& event, const Policy& policy);

}  // namespace attendant::conversation
