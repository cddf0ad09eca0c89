// What the brain wants done, and how a call comes to its end.
#include <algorithm>
#include <utility>

#include "conversation/step.hpp"

namespace attendant::conversation {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLeastWait{250};             // for what may come in a moment
constexpr std::string_view kIntentNote = "intent";  // a brain notes what it takes the caller to want

}  // namespace

void Step::perform(const Say& say) { this->say(say, next_utterance()); }

void Step::say(const Say& say, UtteranceId id) {
  if (!s_.turn.first_text) s_.turn.first_text = now_;
  auto speak = enqueue(say, id);
  // Never talk over somebody; but noise must not silence us for long.
  const auto since_stir = now_ - s_.stirred_at;
  const bool stirs = s_.stirred_at > CallTime(0) && since_stir < policy_.turn_end.stir;
  if ((s_.caller_talking || stirs) && say.interruptible) {
    const auto wait = s_.caller_talking ? policy_.confirm_interruption : policy_.turn_end.stir - since_stir;
    if (s_.deferred.empty()) start(Timer::confirm_interruption, wait);
    s_.deferred.push_back(std::move(speak));
    return;
  }
  flush_deferred();
  effects_.emplace_back(std::move(speak));
}

void Step::perform(const Listen& listen) {
  s_.listen = listen;
  effects_.emplace_back(Expect{.asked = listen.asked, .digits = listen.digits});
}

void Step::perform(const CallTool& call) {
  note_tool(call);
  effects_.emplace_back(
      RunTool{.id = call.id, .name = call.name, .arguments = call.arguments, .confirmed = call.confirmed});
}

// The tool belongs to this turn and its answer is awaited.
void Step::note_tool(const CallTool& call) {
  s_.tools_open.push_back({.id = call.id, .cancel_on_interrupt = call.cancel_on_interrupt});
  if (s_.tool_calls.size() < call.id) s_.tool_calls.resize(call.id);
  if (call.id >= 1)
    s_.tool_calls[call.id - 1] = {.name = call.name, .arguments = call.arguments, .outcome = {}};
  s_.filler = call.filler;
  expect_to_wait(policy_.filler_after);
}

void Step::record_tool(const ToolAnswered& answered) {
  if (answered.id < 1 || answered.id > s_.tool_calls.size()) return;
  auto& use = s_.tool_calls[answered.id - 1];
  use.outcome = to_string(answered.answer.outcome);
  use.facts = answered.answer.facts;
  use.took = answered.took;
  s_.turn.tools.push_back(use);
}

void Step::finish_tool(const ToolAnswered& answered) {
  s_.identity = answered.identity;
  record_tool(answered);
  think(ToolDone{.id = answered.id, .answer = answered.answer, .identity = answered.identity});
}

// Nothing but reads is under way, and the caller's next turn ends them.
bool Step::only_reads_open() const {
  return s_.awaited.empty() && std::ranges::all_of(s_.tools_open, &OpenTool::cancel_on_interrupt);
}

// The caller has said something else: reads end here, writes and verifications go on to theirs.
void Step::cancel_reads() {
  for (auto& tool : std::exchange(s_.tools_open, {})) {
    if (!tool.cancel_on_interrupt) {
      s_.tools_open.push_back(std::move(tool));
      continue;
    }
    if (!tool.answer) effects_.emplace_back(CancelTool{tool.id});
    ToolAnswered answered{.id = tool.id, .answer = {.outcome = Outcome::cancelled}, .identity = s_.identity};
    record_tool(answered);
    inform(ToolDone{.id = tool.id, .answer = std::move(answered.answer), .identity = s_.identity});
  }
}

// The words that were waiting for the end of a turn were none.
void Step::release_answers() {
  for (auto& tool : std::exchange(s_.tools_open, {})) {
    if (tool.answer)
      finish_tool(*tool.answer);
    else
      s_.tools_open.push_back(std::move(tool));
  }
}

void Step::perform(const SetSpeech& speech) {
  s_.rate = speech.rate;
  s_.level = speech.level;
  s_.voice = speech.voice;
}

void Step::perform(const Note& note) {
  if (note.key == kIntentNote) s_.turn.intents.push_back(note.value);
  effects_.emplace_back(AddNote{.key = note.key, .value = note.value});
}

void Step::perform(const HandOver& hand_over) {
  s_.agent = hand_over.to;
  effects_.emplace_back(AddNote{.key = "agent", .value = hand_over.to});
}

void Step::said_everything() {
  if (waiting_for_answer())
    return start(Timer::waiting, s_.fillers_said == 0 ? policy_.filler_after : policy_.filler_apart);
  if (!s_.held_text.empty()) return take_held();
  if (leave()) return;
  if (!s_.caller_talking && turn_text().empty()) wait_for_input();
}

void Step::wait_for_input() {
  if (s_.on_hold) return;
  start(Timer::no_input, s_.listen.patience.count() > 0 ? s_.listen.patience : policy_.no_input);
}

// An answer is owed from now on. The caller has been silent for a while already when we notice that.
void Step::expect_to_wait(milliseconds after) {
  if (runs(Timer::waiting)) return;
  const auto left = s_.turn.last_voiced.value_or(now_) + policy_.dead_air - now_;
  start(Timer::waiting, std::clamp(left, std::min(kLeastWait, after), after));
}

// Nobody is left in silence by a slow tool or brain: a filler, then other words, for as long as it takes.
void Step::bridge_the_wait() {
  if (!waiting_for_answer() || agent_speaking() || s_.left) return;
  if (s_.caller_talking || !turn_text().empty()) return start(Timer::waiting, policy_.filler_apart);
  const auto said = s_.fillers_said++;
  const auto& others = policy_.still_waiting;
  const auto& first = s_.filler.empty() ? policy_.one_moment : s_.filler;
  perform(Say{.text = said == 0 || others.empty() ? first : others[(said - 1) % others.size()],
              .kind = SayKind::filler});
}

bool Step::leave() {
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

void Step::no_input() {
  if (agent_speaking() || waiting_for_answer() || s_.caller_talking || s_.left) return;
  begin_turn({});
  s_.turn.decided = now_;
  think(Silence{++s_.silences});
}

void Step::time_is_up() {
  s_.broken_off.reset();
  forget_guess();
  if (agent_speaking()) interrupt();
  s_.leaving = EndCall{"max_duration"};
  perform(Say{.text = policy_.max_duration_text, .kind = SayKind::goodbye, .interruptible = false});
  effects_.emplace_back(AddNote{.key = "outcome", .value = "max_duration"});
}

void Step::think(BrainInput input) {
  s_.awaited.push_back(++s_.last_request);
  if (!agent_speaking()) expect_to_wait(policy_.filler_after);
  effects_.emplace_back(Think{.request = s_.last_request, .input = std::move(input)});
}

void Step::inform(BrainInput input) {
  effects_.emplace_back(Think{.request = ++s_.last_request, .input = std::move(input)});
}

std::deque<Utterance>::iterator Step::find(UtteranceId id) {
  return std::ranges::find(s_.speaking, id, &Utterance::id);
}

void Step::start(Timer timer, milliseconds after) {
  auto& number = s_.timers[static_cast<std::size_t>(timer)];
  number = ++s_.last_timer;
  effects_.emplace_back(StartTimer{.timer = timer, .number = number, .after = after});
}

}  // namespace attendant::conversation
