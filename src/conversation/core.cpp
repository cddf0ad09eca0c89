#include "conversation/core.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace attendant::conversation {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kIntentNote = "intent";  // a brain notes what it takes the caller to want

bool is_substance(SayKind kind) {
  return kind == SayKind::answer || kind == SayKind::question || kind == SayKind::greeting;
}

// One step: the state, the time of the event, and the effects gathered so far.
class Step {
 public:
  Step(State& state, CallTime now, const Policy& policy) : s_(state), now_(now), policy_(policy) {}

  std::vector<Effect> take() { return std::move(effects_); }

  void operator()(const CallStarted& started) {
    start(Timer::max_duration, policy_.max_duration);
    think(Started{.caller_number = started.caller_number, .office_open = started.office_open});
  }

  // ---- the caller's voice
  // ----------------------------------------------------------------------------------------
  void operator()(const SpeechStarted&) {
    s_.caller_talking = true;
    stop(Timer::end_of_turn);
    stop(Timer::no_input);
    if (!agent_speaking() || !interruptible()) return;
    duck(true);
    start(Timer::confirm_interruption, policy_.confirm_interruption);
  }

  void operator()(const PartialHeard& partial) {
    if (agent_speaking() && interruptible() && has_content(partial.text)) interrupt();
  }

  void operator()(const SpeechPaused& paused) {
    s_.caller_talking = false;
    stop(Timer::confirm_interruption);
    if (trim(paused.text).empty()) return nothing_said();
    if (agent_speaking() && claims_no_turn(paused.text)) {
      effects_.emplace_back(TakeTurn{});
      return nothing_said();
    }
    if (agent_speaking() && !interruptible()) return hold(paused.text);
    if (waiting_for_answer() && !agent_speaking()) return hear_while_waiting(paused.text);
    if (agent_speaking()) interrupt();
    drop_deferred();
    s_.paused_text = paused.text;
    s_.last_voiced = paused.last_voiced;
    s_.confidence = paused.confidence;
    const auto wait = silence_to_end(turn_text(), s_.listen.asked, s_.listen.digits, policy_.turn_end);
    if (wait <= paused.silence) return take_turn();
    start(Timer::end_of_turn, wait - paused.silence);
  }

  void operator()(const SpeechResumed&) {
    s_.caller_talking = true;
    s_.paused_text.clear();
    stop(Timer::end_of_turn);
  }

  void operator()(const SpeechFinal& final) {
    const bool empty = trim(final.text).empty();
    if (!empty && agent_speaking() && !interruptible()) return hold(final.text);
    if (!empty && agent_speaking() && !claims_no_turn(final.text)) interrupt();
    s_.paused_text.clear();
    s_.closed_text = join_texts(s_.closed_text, final.text);
    if (!empty) s_.last_voiced = final.last_voiced;
    s_.confidence = std::min(s_.confidence, final.confidence);
    if (s_.closed_text.empty() || s_.caller_talking) return;
    start(Timer::end_of_turn,
          silence_to_end(s_.closed_text, s_.listen.asked, s_.listen.digits, policy_.turn_end));
  }

  // ---- the caller's keys
  // -----------------------------------------------------------------------------------------
  void operator()(const DigitPressed&) {
    stop(Timer::no_input);
    effects_.emplace_back(PauseRecording{true});
    if (agent_speaking() && interruptible()) interrupt();
  }

  void operator()(const DigitsKeyed& keyed) {
    effects_.emplace_back(PauseRecording{false});
    begin_turn("[keyed " + std::to_string(keyed.digits.size()) + " digits]");
    s_.turn.last_voiced = now_;
    s_.turn.decided = now_;
    think(Keyed{keyed.digits});
  }

  // ---- our voice
  // -------------------------------------------------------------------------------------------------
  void operator()(const AudioQueued& queued) {
    const auto at = find(queued.utterance);
    if (at == s_.speaking.end()) return;
    auto& turn = turn_of(*at);
    if (!turn.first_queued) turn.first_queued = now_;
  }

  void operator()(const ClauseStarted& started) {
    const auto at = find(started.utterance);
    if (at == s_.speaking.end()) return;
    at->started = true;
    auto& turn = turn_of(*at);
    if (!turn.first_audio) turn.first_audio = now_;
    if (!turn.first_answer && is_substance(at->say.kind)) turn.first_answer = now_;
  }

  void operator()(const ClauseFinished& finished) {
    const auto at = find(finished.utterance);
    if (at == s_.speaking.end()) return;
    remember(*at, at->say.text, false);
    s_.speaking.erase(at);
    record_lingering();
    if (s_.speaking.empty()) said_everything();
  }

  void operator()(const PlaybackCut& cut) {
    const bool asked_for = std::exchange(s_.stopping, false);
    std::string heard;
    for (const auto& utterance : s_.speaking) {
      if (utterance.id != cut.utterance || (!utterance.started && trim(cut.heard).empty())) continue;
      heard = cut.heard;
      remember(utterance, cut.heard, cut.heard.size() < utterance.say.text.size());
    }
    // What was queued after the stop was sent answers the interruption: it is on its way to the line.
    std::erase_if(s_.speaking, [asked_for](const Utterance& u) { return u.stopped || !asked_for; });
    record_lingering();
    duck(false);
    inform(Interrupted{heard});
  }

  // ---- answers
  // ---------------------------------------------------------------------------------------------------
  void operator()(const BrainActed& acted) {
    std::erase(s_.awaited, acted.request);
    for (const auto& act : acted.acts) std::visit([this](const auto& a) { perform(a); }, act);
    if (idle() && !s_.held_text.empty()) return take_held();
    if (idle() && s_.speaking.empty() && s_.deferred.empty() && !acted.acts.empty()) said_everything();
  }

  void operator()(const ToolAnswered& answered) {
    s_.tools_open = std::max(0, s_.tools_open - 1);
    s_.identity = answered.identity;
    if (answered.id >= 1 && answered.id <= s_.tool_calls.size()) {
      auto& use = s_.tool_calls[answered.id - 1];
      use.outcome = to_string(answered.answer.outcome);
      use.facts = answered.answer.facts;
      use.took = answered.took;
      s_.turn.tools.push_back(use);
    }
    think(ToolDone{.id = answered.id, .answer = answered.answer, .identity = answered.identity});
  }

  void operator()(const HoldChanged& hold) {
    s_.on_hold = hold.held;
    if (s_.on_hold) return stop(Timer::no_input);
    if (!agent_speaking() && !waiting_for_answer() && !s_.left) said_everything();
  }

  void operator()(const TransferEnded& transfer) {
    if (transfer.reached) {
      effects_.emplace_back(HangUp{"transferred"});
      return;
    }
    s_.leaving = {};
    s_.left = false;
    think(TransferDone{.reached = false, .reason = transfer.reason});
  }

  void operator()(const CallEnded&) {
    for (const auto& utterance : s_.speaking)
      if (utterance.started) remember(utterance, utterance.say.text, true);
    s_.speaking.clear();
    record_lingering();
    finish_turn();
    s_.ended = true;
  }

  void operator()(const TimerFired& fired) {
    if (s_.timers[static_cast<std::size_t>(fired.timer)] != fired.number) return;
    stop(fired.timer);
    switch (fired.timer) {
      case Timer::end_of_turn:
        if (!s_.caller_talking && !turn_text().empty()) take_turn();
        return;
      case Timer::confirm_interruption:
        if (agent_speaking() && interruptible() && s_.caller_talking) interrupt();
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

 private:
  // ---- acts of the brain
  // -----------------------------------------------------------------------------------------
  void perform(const Say& say) {
    if (!s_.turn.first_text) s_.turn.first_text = now_;
    const Speak speak{.utterance = UtteranceId(++s_.last_utterance),
                      .text = say.text,
                      .kind = say.kind,
                      .rate = s_.rate,
                      .level = s_.level};
    s_.speaking.push_back({.id = speak.utterance, .say = say, .turn = s_.turn.turn});
    stop(Timer::no_input);
    stop(Timer::waiting);
    if (s_.caller_talking &&
        say.interruptible) {  // never talk over somebody; but noise must not silence us for long
      if (s_.deferred.empty()) start(Timer::confirm_interruption, policy_.confirm_interruption);
      s_.deferred.push_back(speak);
      return;
    }
    flush_deferred();
    effects_.emplace_back(speak);
  }
  void perform(const Listen& listen) {
    s_.listen = listen;
    effects_.emplace_back(Expect{.asked = listen.asked, .digits = listen.digits});
  }
  void perform(const CallTool& call) {
    ++s_.tools_open;
    if (s_.tool_calls.size() < call.id) s_.tool_calls.resize(call.id);
    if (call.id >= 1)
      s_.tool_calls[call.id - 1] = {.name = call.name, .arguments = call.arguments, .outcome = {}};
    s_.filler = call.filler;
    if (!runs(Timer::waiting)) start(Timer::waiting, policy_.filler_after);
    effects_.emplace_back(
        RunTool{.id = call.id, .name = call.name, .arguments = call.arguments, .confirmed = call.confirmed});
  }
  void perform(const Transfer& transfer) { s_.leaving = transfer; }
  void perform(const SetSpeech& speech) {
    s_.rate = speech.rate;
    s_.level = speech.level;
  }
  void perform(const Note& note) {
    if (note.key == kIntentNote) s_.turn.intents.push_back(note.value);
    effects_.emplace_back(AddNote{.key = note.key, .value = note.value});
  }
  void perform(const EndCall& end) { s_.leaving = end; }

  // ---- turns
  // -----------------------------------------------------------------------------------------------------
  std::string turn_text() const { return join_texts(s_.closed_text, s_.paused_text); }

  static std::string join_texts(std::string_view a, std::string_view b) {
    a = trim(a);
    b = trim(b);
    if (a.empty() || b.empty()) return std::string(a.empty() ? b : a);
    return std::string(a) + " " + std::string(b);
  }

  void take_turn() {
    stop(Timer::end_of_turn);
    const auto text = turn_text();
    s_.closed_text.clear();
    s_.paused_text.clear();
    effects_.emplace_back(TakeTurn{});
    begin_turn(text);
    s_.turn.last_voiced = s_.last_voiced;
    s_.turn.decided = now_;
    s_.silences = 0;
    think(Heard{.text = text, .confidence = std::exchange(s_.confidence, 1.0F)});
  }

  // What was said meanwhile becomes a turn of its own; an answer of which nothing was heard yet gives way to
  // it.
  void take_held() {
    s_.paused_text = std::exchange(s_.held_text, {});
    if (agent_speaking() && interruptible()) interrupt();
    take_turn();
  }

  // "Okay" to a tool that takes its time is listening; anything else is kept until it has answered.
  void hear_while_waiting(const std::string& text) {
    if (!runs(Timer::waiting)) start(Timer::waiting, policy_.filler_apart);
    if (!is_backchannel(text)) return hold(text);
    effects_.emplace_back(TakeTurn{});
    nothing_said();
  }

  void hold(const std::string& text) {
    s_.held_text = join_texts(s_.held_text, text);
    effects_.emplace_back(TakeTurn{});
  }

  void nothing_said() {
    duck(false);
    flush_deferred();
    s_.paused_text.clear();
    if (!turn_text().empty()) {
      start(Timer::end_of_turn, policy_.turn_end.neutral);
    } else if (idle() && s_.speaking.empty()) {
      wait_for_input();
    }
  }

  void begin_turn(std::string caller) {
    finish_turn();
    s_.turn = {
        .turn = TurnId(s_.turn.turn.value() + 1), .caller = std::move(caller), .asked = s_.listen.asked};
    s_.fillers_said = 0;
    stop(Timer::waiting);
  }

  // A turn that ends while words of it are still on the line (it was interrupted, the cut is on its way) is
  // recorded when the line has said how far they came.
  void finish_turn() {
    if (const auto before = std::exchange(s_.lingering, std::nullopt)) record(*before);
    if (on_the_line(s_.turn))
      s_.lingering = s_.turn;
    else
      record(s_.turn);
  }

  void record_lingering() {
    if (!s_.lingering || on_the_line(*s_.lingering)) return;
    record(*s_.lingering);
    s_.lingering.reset();
  }

  void record(const TurnRecord& turn) {
    if (turn.caller.empty() && turn.agent.empty() && turn.tools.empty()) return;
    effects_.emplace_back(RecordTurn{turn});
  }

  bool on_the_line(const TurnRecord& turn) const {
    return std::ranges::any_of(s_.speaking, [&](const Utterance& u) { return u.turn == turn.turn; });
  }

  TurnRecord& turn_of(const Utterance& utterance) {
    return s_.lingering && s_.lingering->turn == utterance.turn ? *s_.lingering : s_.turn;
  }

  void remember(const Utterance& utterance, std::string text, bool cut) {
    turn_of(utterance).agent.push_back(
        {.utterance = utterance.id, .kind = utterance.say.kind, .text = std::move(text), .cut = cut});
  }

  // ---- speaking and being interrupted
  // ----------------------------------------------------------------------------
  bool agent_speaking() const { return s_.speaking.size() > s_.deferred.size() && !s_.stopping; }
  bool interruptible() const { return s_.speaking.empty() || s_.speaking.front().say.interruptible; }
  bool waiting_for_answer() const { return !s_.awaited.empty() || s_.tools_open > 0; }
  bool idle() const { return !waiting_for_answer(); }

  // "Okay" while we talk is listening; the same word over the end of our last sentence, a question, answers
  // it.
  bool claims_no_turn(std::string_view text) const {
    if (!is_backchannel(text)) return false;
    const bool over_last_question =
        s_.speaking.size() == 1 && s_.speaking.front().say.kind == SayKind::question;
    return !over_last_question;
  }

  void interrupt() {
    stop(Timer::confirm_interruption);
    s_.deferred.clear();
    s_.leaving = {};  // who talks on is not to be hung up on
    s_.stopping = true;
    for (auto& utterance : s_.speaking) utterance.stopped = true;
    effects_.emplace_back(StopSpeaking{});
  }

  // Sentences that wait for the caller to stop talking: they were never heard.
  void drop_deferred() {
    if (s_.deferred.empty()) return;
    std::erase_if(s_.speaking, [this](const Utterance& utterance) {
      return std::ranges::any_of(s_.deferred,
                                 [&](const Speak& speak) { return speak.utterance == utterance.id; });
    });
    s_.deferred.clear();
    record_lingering();
    inform(Interrupted{});
  }

  void flush_deferred() {
    for (auto& speak : s_.deferred) effects_.emplace_back(std::move(speak));
    s_.deferred.clear();
  }

  void duck(bool on) {
    if (s_.ducked == on) return;
    s_.ducked = on;
    effects_.emplace_back(Duck{on ? policy_.duck_level : 1.0F});
  }

  void said_everything() {
    if (waiting_for_answer())
      return start(Timer::waiting, s_.fillers_said == 0 ? policy_.filler_after : policy_.filler_apart);
    if (!s_.held_text.empty()) return take_held();
    if (leave()) return;
    if (!s_.caller_talking && turn_text().empty()) wait_for_input();
  }

  void wait_for_input() {
    if (s_.on_hold) return;
    start(Timer::no_input, s_.listen.patience.count() > 0 ? s_.listen.patience : policy_.no_input);
  }

  // Nobody is left in silence by a slow tool: its filler, then other words, each once.
  void bridge_the_wait() {
    if (!waiting_for_answer() || agent_speaking() || s_.left) return;
    if (s_.caller_talking) return start(Timer::waiting, policy_.filler_apart);
    if (s_.fillers_said > policy_.still_waiting.size()) return;
    const auto said = s_.fillers_said++;
    const auto& text = said == 0 ? s_.filler : policy_.still_waiting[said - 1];
    if (!text.empty()) perform(Say{.text = text, .kind = SayKind::filler});
  }

  bool leave() {
    if (s_.left) return true;
    if (const auto* transfer = std::get_if<Transfer>(&s_.leaving)) {
      effects_.emplace_back(TransferTo{.target = transfer->target, .summary = transfer->summary});
    } else if (const auto* end = std::get_if<EndCall>(&s_.leaving)) {
      effects_.emplace_back(HangUp{end->reason});
    } else {
      return false;
    }
    s_.left = true;
    return true;
  }

  void no_input() {
    if (agent_speaking() || waiting_for_answer() || s_.caller_talking || s_.left) return;
    begin_turn({});
    s_.turn.decided = now_;
    think(Silence{++s_.silences});
  }

  void time_is_up() {
    if (agent_speaking()) interrupt();
    s_.leaving = EndCall{"max_duration"};
    perform(Say{.text = policy_.max_duration_text, .kind = SayKind::goodbye, .interruptible = false});
    effects_.emplace_back(AddNote{.key = "outcome", .value = "max_duration"});
  }

  // ---- small change
  // ----------------------------------------------------------------------------------------------
  void think(BrainInput input) {
    s_.awaited.push_back(++s_.last_request);
    effects_.emplace_back(Think{.request = s_.last_request, .input = std::move(input)});
  }
  // Tells the brain without waiting for an answer.
  void inform(BrainInput input) {
    effects_.emplace_back(Think{.request = ++s_.last_request, .input = std::move(input)});
  }

  std::deque<Utterance>::iterator find(UtteranceId id) {
    return std::ranges::find(s_.speaking, id, &Utterance::id);
  }

  void start(Timer timer, milliseconds after) {
    auto& number = s_.timers[static_cast<std::size_t>(timer)];
    number = ++s_.last_timer;
    effects_.emplace_back(StartTimer{.timer = timer, .number = number, .after = after});
  }
  bool runs(Timer timer) const { return s_.timers[static_cast<std::size_t>(timer)] != 0; }
  void stop(Timer timer) { s_.timers[static_cast<std::size_t>(timer)] = 0; }

  State& s_;
  CallTime now_;
  const Policy& policy_;
  std::vector<Effect> effects_;
};

}  // namespace

std::vector<Effect> step(State& state, const Event& event, const Policy& policy) {
  if (state.ended) return {};
  Step step(state, event.at, policy);
  std::visit(step, event.body);
  return step.take();
}

}  // namespace attendant::conversation
