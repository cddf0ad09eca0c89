#include "conversation/core.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "conversation/resumption.hpp"
#include "conversation/step.hpp"

namespace attendant::conversation {
namespace {

bool is_substance(SayKind kind) {
  return kind == SayKind::answer || kind == SayKind::question || kind == SayKind::greeting;
}

}  // namespace

void Step::operator()(const CallStarted& started) {
  start(Timer::max_duration, policy_.max_duration);
  think(Started{.caller_number = started.caller_number, .office_open = started.office_open});
}

// ---- the caller's voice
// ----------------------------------------------------------------------------------------
void Step::operator()(const SpeechStarted&) {
  s_.caller_talking = true;
  s_.voice_since = now_;
  s_.advice = TurnAdvice::unsure;
  forget_guess();
  if (s_.broken_off) s_.broken_off->over = false;
  stop(Timer::end_of_turn);
  stop(Timer::no_input);
  if (!s_.deferred.empty()) start(Timer::confirm_interruption, policy_.confirm_interruption);
  if (!agent_speaking() || !interruptible()) return;
  // Of an answer whose sound was late nothing was heard: who goes on is heard out first.
  if (s_.turn.agent.empty() && std::ranges::none_of(s_.speaking, &Utterance::started)) return break_off();
  duck(true);
  start(Timer::confirm_interruption, policy_.confirm_interruption);
}

void Step::operator()(const PartialHeard& partial) {
  const bool claims = has_content(partial.text) && !claims_no_turn(partial.text, partial.confidence, now_);
  if (s_.broken_off && claims) return words_confirm();
  if (!agent_speaking() || !interruptible()) return;
  if (claims) return interrupt();
  // The recogniser has heard the voice, and it does not claim the turn (so far).
  if (s_.caller_talking && runs(Timer::confirm_interruption))
    start(Timer::confirm_interruption, policy_.confirm_without_words);
}

void Step::operator()(const SpeechPaused& paused) {
  s_.caller_talking = false;
  stop(Timer::confirm_interruption);
  if (trim(paused.text).empty()) return nothing_said();
  if ((agent_speaking() || s_.broken_off) &&
      claims_no_turn(paused.text, paused.confidence, paused.last_voiced)) {
    effects_.emplace_back(TakeTurn{});
    return nothing_said();
  }
  words_confirm();
  if (agent_speaking() && !interruptible()) return hold(paused.text);
  if (waiting_for_answer() && !agent_speaking()) {
    if (!runs(Timer::waiting)) start(Timer::waiting, policy_.filler_apart);
    if (is_backchannel(paused.text)) {  // "okay" to a tool that takes its time is listening
      effects_.emplace_back(TakeTurn{});
      return nothing_said();
    }
    if (!only_reads_open()) return hold(paused.text);
  }
  if (agent_speaking()) interrupt();
  drop_deferred();
  s_.paused_text = paused.text;
  s_.last_voiced = paused.last_voiced;
  s_.silent_since = now_ - paused.silence;
  s_.confidence = paused.confidence;
  s_.completeness = paused.completeness;
  await_end_of_turn();
}

void Step::operator()(const SpeechResumed&) {
  s_.caller_talking = true;
  s_.advice = TurnAdvice::unsure;
  forget_guess();
  s_.paused_text.clear();
  stop(Timer::end_of_turn);
}

void Step::operator()(const CallerStirred&) {
  if (!heeds_stirs(s_)) return;
  s_.stirred_at = now_;
  if (runs(Timer::end_of_turn)) await_end_of_turn();
}

void Step::operator()(const TurnAdvised& advised) {
  s_.advice = advised.advice;
  if (runs(Timer::end_of_turn) && !s_.caller_talking) await_end_of_turn();
}

// ---- the caller's keys
// -----------------------------------------------------------------------------------------
void Step::operator()(const DigitPressed&) {
  stop(Timer::no_input);
  forget_guess();
  effects_.emplace_back(PauseRecording{true});
  words_confirm();  // keys are as good
  if (agent_speaking() && interruptible()) interrupt();
}

void Step::operator()(const DigitsKeyed& keyed) {
  effects_.emplace_back(PauseRecording{false});
  begin_turn("[keyed " + std::to_string(keyed.digits.size()) + " digits]");
  s_.turn.last_voiced = now_;
  s_.turn.decided = now_;
  think(Keyed{keyed.digits});
}

// ---- our voice
// -------------------------------------------------------------------------------------------------
void Step::operator()(const AudioQueued& queued) {
  const auto at = find(queued.utterance);
  if (at == s_.speaking.end()) return;
  auto& turn = turn_of(*at);
  if (!turn.first_queued) turn.first_queued = now_;
}

void Step::operator()(const ClauseStarted& started) {
  const auto at = find(started.utterance);
  if (at == s_.speaking.end()) return;
  at->started = true;
  auto& turn = turn_of(*at);
  if (!turn.first_audio) turn.first_audio = now_;
  if (!turn.first_answer && is_substance(at->say.kind)) turn.first_answer = now_;
}

void Step::operator()(const ClauseFinished& finished) {
  const auto at = find(finished.utterance);
  if (at == s_.speaking.end()) return;
  remember(*at, at->say.text, false);
  s_.speaking.erase(at);
  record_lingering();
  if (s_.speaking.empty()) said_everything();
}

void Step::operator()(const PlaybackCut& cut) {
  const bool asked_for = std::exchange(s_.stopping, false);
  std::string heard;
  int whole = heard_whole(s_.turn);
  for (const auto& utterance : s_.speaking) {
    if (utterance.id == cut.utterance) whole = heard_whole(turn_of(utterance));
    if (utterance.id != cut.utterance || (!utterance.started && trim(cut.heard).empty())) continue;
    if (utterance.say.kind != SayKind::filler) heard = cut.heard;  // a filler said nothing
    remember(utterance, cut.heard, cut.heard.size() < utterance.say.text.size());
  }
  // What was queued after the stop was sent answers the interruption: it is on its way to the line.
  auto& broken = s_.broken_off;
  if (broken) {
    for (const auto& utterance : s_.speaking) {
      if (!utterance.stopped) continue;
      auto rest = utterance.say;
      if (utterance.id == cut.utterance) rest.text = rest_from_clause(rest.text, cut.heard);
      if (!rest.text.empty()) broken->rest.push_back(std::move(rest));
    }
    broken->heard = heard;
    broken->whole = whole;
    broken->cut = true;
  }
  std::erase_if(s_.speaking, [asked_for](const Utterance& u) { return u.stopped || !asked_for; });
  record_lingering();
  duck(false);
  if (!broken) return inform(Interrupted{.heard = heard, .whole = whole});
  if (broken->over) resume();
}

// ---- answers
// ---------------------------------------------------------------------------------------------------
void Step::operator()(const BrainActed& acted) {
  if (!acted.more) std::erase(s_.awaited, acted.request);
  for (const auto& act : acted.acts) std::visit([this](const auto& a) { perform(a); }, act);
  if (idle()) stop(Timer::waiting);
  if (idle() && !s_.held_text.empty()) return take_held();
  if (idle() && s_.speaking.empty() && s_.deferred.empty() && !acted.acts.empty()) said_everything();
}

void Step::operator()(const ToolAnswered& answered) {
  if (s_.guess && has(s_.guess->tools, answered.id)) return guess_tool_answered(answered);
  const auto open = std::ranges::find(s_.tools_open, answered.id, &OpenTool::id);
  if (open == s_.tools_open.end()) return;  // it was cancelled, or is of a guess that was thrown away
  if (open->cancel_on_interrupt && !turn_text().empty()) {
    open->answer = answered;
    return;
  }
  s_.tools_open.erase(open);
  finish_tool(answered);
}

void Step::operator()(const HoldChanged& hold) {
  s_.on_hold = hold.held;
  if (s_.on_hold) return stop(Timer::no_input);
  if (!agent_speaking() && !waiting_for_answer() && !s_.left) said_everything();
}

void Step::operator()(const TransferEnded& transfer) {
  if (transfer.reached) {
    effects_.emplace_back(HangUp{"transferred"});
    return;
  }
  s_.leaving = {};
  s_.left = false;
  think(TransferDone{.reached = false, .reason = transfer.reason});
}

void Step::operator()(const CallEnded&) {
  forget_guess();
  for (const auto& utterance : s_.speaking)
    if (utterance.started) remember(utterance, utterance.say.text, true);
  s_.speaking.clear();
  record_lingering();
  finish_turn();
  s_.ended = true;
}

void Step::operator()(const TimerFired& fired) {
  if (s_.timers[static_cast<std::size_t>(fired.timer)] != fired.number) return;
  stop(fired.timer);
  switch (fired.timer) {
    case Timer::end_of_turn:
      if (!s_.caller_talking && !turn_text().empty()) take_turn();
      return;
    case Timer::confirm_interruption:
      if (s_.broken_off) return false_alarm();  // the voice goes on and has no words
      if (agent_speaking() && interruptible() && s_.caller_talking) break_off();
      flush_deferred();
      return;
    case Timer::no_input:
      return no_input();
    case Timer::max_duration:
      return time_is_up();
    case Timer::waiting:
      return bridge_the_wait();
  }
}

bool heeds_stirs(const State& state) {
  const bool awaits_end = state.timers[static_cast<std::size_t>(Timer::end_of_turn)] != 0;
  const bool owes_answer = !state.awaited.empty() || !state.tools_open.empty();
  return !state.caller_talking && state.speaking.size() == state.deferred.size() &&
         (awaits_end || owes_answer);
}

std::vector<Effect> step(State& state, const Event& event, const Policy& policy) {
  if (state.ended) return {};
  Step step(state, event.at, policy);
  std::visit(step, event.body);
  return step.take();
}

}  // namespace attendant::conversation
