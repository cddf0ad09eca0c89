// One step of the conversation core: the state, the time of the event, and the effects gathered so far.
// Internal to core.hpp; its parts are core.cpp (events), core_acts.cpp (what the brain wants), core_turns.cpp
// (whose turn it is), core_guess.cpp (what the brain is asked before that is known) and core_speaking.cpp
// (our voice, and who interrupts it).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/core.hpp"

namespace attendant::conversation {

template <class T>
bool has(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

class Step {
 public:
  Step(State& state, CallTime now, const Policy& policy) : s_(state), now_(now), policy_(policy) {}

  std::vector<Effect> take() { return std::move(effects_); }

  void operator()(const CallStarted& started);
  // The caller's voice.
  void operator()(const SpeechStarted&);
  void operator()(const PartialHeard& partial);
  void operator()(const SpeechPaused& paused);
  void operator()(const SpeechResumed&);
  void operator()(const CallerStirred&);
  void operator()(const TurnAdvised& advised);
  void operator()(const SpeechFinal& final);
  // The caller's keys.
  void operator()(const DigitPressed&);
  void operator()(const DigitsKeyed& keyed);
  // Our voice.
  void operator()(const AudioQueued& queued);
  void operator()(const ClauseStarted& started);
  void operator()(const ClauseFinished& finished);
  void operator()(const PlaybackCut& cut);
  // Answers of others.
  void operator()(const BrainActed& acted);
  void operator()(const BrainGuessed& guessed);
  void operator()(const ToolAnswered& answered);
  void operator()(const TimerFired& fired);
  void operator()(const TransferEnded& transfer);
  void operator()(const HoldChanged& hold);
  void operator()(const CallEnded&);

 private:
  // Acts of the brain.
  void perform(const Say& say);
  void perform(const Listen& listen);
  void perform(const CallTool& call);
  void perform(const DropTool& drop) { effects_.emplace_back(CancelTool{drop.id}); }
  void perform(const Transfer& transfer) { s_.leaving = transfer; }
  void perform(const SetSpeech& speech);
  void perform(const Note& note);
  void perform(const HandOver& hand_over);
  void perform(const EndCall& end) { s_.leaving = end; }

  // Before the end of a turn.
  bool may_guess() const;
  void guess_ahead();
  void ask_ahead(BrainInput input);
  void do_ahead(const Act& act);
  void guess_tool_answered(const ToolAnswered& answered);
  void keep_guess();
  void forget_guess();

  // Turns.
  std::string turn_text() const;
  void await_end_of_turn();
  void take_turn();
  void take_held();
  void hold(const std::string& text);
  void nothing_said();
  void begin_turn(std::string caller);
  void finish_turn();
  void record_lingering();
  void record(const TurnRecord& turn);
  bool on_the_line(const TurnRecord& turn) const;
  TurnRecord& turn_of(const Utterance& utterance);
  void remember(const Utterance& utterance, std::string text, bool cut);

  // Speaking and being interrupted.
  bool agent_speaking() const { return s_.speaking.size() > s_.deferred.size() && !s_.stopping; }
  bool interruptible() const { return s_.speaking.empty() || s_.speaking.front().say.interruptible; }
  bool over_last_question() const;
  bool claims_no_turn(std::string_view text, float confidence, CallTime until) const;
  void say(const Say& say, UtteranceId id);
  Speak enqueue(const Say& say, UtteranceId id);
  UtteranceId next_utterance() { return UtteranceId(++s_.last_utterance); }
  void interrupt();
  void break_off();
  void words_confirm();
  void false_alarm();
  void resume();
  void drop_deferred();
  static int heard_whole(const TurnRecord& turn);
  void flush_deferred();
  void duck(bool on);

  // Waiting and leaving.
  bool waiting_for_answer() const { return !s_.awaited.empty() || !s_.tools_open.empty(); }
  bool idle() const { return !waiting_for_answer(); }
  void said_everything();
  void wait_for_input();
  void expect_to_wait(std::chrono::milliseconds after);
  void bridge_the_wait();
  void note_tool(const CallTool& call);
  void record_tool(const ToolAnswered& answered);
  void finish_tool(const ToolAnswered& answered);
  bool only_reads_open() const;
  void cancel_reads();
  void release_answers();
  bool leave();
  void no_input();
  void time_is_up();

  void think(BrainInput input);
  void inform(BrainInput input);  // tells the brain without waiting for an answer
  std::deque<Utterance>::iterator find(UtteranceId id);
  void start(Timer timer, std::chrono::milliseconds after);
  bool runs(Timer timer) const { return s_.timers[static_cast<std::size_t>(timer)] != 0; }
  void stop(Timer timer) { s_.timers[static_cast<std::size_t>(timer)] = 0; }

  State& s_;
  CallTime now_;
  const Policy& policy_;
  std::vector<Effect> effects_;
};

}  // namespace attendant::conversation
