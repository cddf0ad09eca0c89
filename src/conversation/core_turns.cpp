// Whose turn it is: when the caller's is over, what was said meanwhile, and the record of each.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "conversation/step.hpp"

namespace attendant::conversation {
namespace {

std::string join_texts(std::string_view a, std::string_view b) {
  a = trim(a);
  b = trim(b);
  if (a.empty() || b.empty()) return std::string(a.empty() ? b : a);
  return std::string(a) + " " + std::string(b);
}

}  // namespace

void Step::operator()(const SpeechFinal& final) {
  const bool empty = trim(final.text).empty();
  const bool claims = !empty && !claims_no_turn(final.text, final.confidence, final.last_voiced);
  s_.caller_talking = final.talking;
  if (!empty && agent_speaking() && !interruptible()) return hold(final.text);
  if (claims) words_confirm();
  if (claims && agent_speaking()) interrupt();
  s_.paused_text.clear();
  s_.closed_text = join_texts(s_.closed_text, final.text);
  if (!empty) s_.last_voiced = final.last_voiced;
  s_.confidence = std::min(s_.confidence, final.confidence);
  if (s_.caller_talking) return;
  if (s_.closed_text.empty()) return nothing_said();
  s_.silent_since = now_;
  await_end_of_turn();
}

std::string Step::turn_text() const { return join_texts(s_.closed_text, s_.paused_text); }

// Weighs what is known of the silence so far.
void Step::await_end_of_turn() {
  auto wait = silence_to_end({.text = turn_text(),
                              .asked = s_.listen.asked,
                              .digits = s_.listen.digits,
                              .confidence = s_.confidence,
                              .completeness = s_.completeness,
                              .understood = !s_.guess || s_.guess->understood,
                              .advice = s_.advice},
                             policy_.turn_end);
  const auto silence = now_ - s_.silent_since;
  if (s_.stirred_at > s_.silent_since)
    wait =
        std::clamp(s_.stirred_at + policy_.turn_end.stir - s_.silent_since, wait, policy_.turn_end.longest);
  if (wait <= silence) return take_turn();
  start(Timer::end_of_turn, wait - silence);
  if (wait <= policy_.guess_within) guess_ahead();
}

void Step::take_turn() {
  stop(Timer::end_of_turn);
  words_confirm();
  s_.advice = TurnAdvice::unsure;
  const auto text = turn_text();
  s_.closed_text.clear();
  s_.paused_text.clear();
  effects_.emplace_back(TakeTurn{});
  cancel_reads();
  begin_turn(text);
  s_.turn.last_voiced = s_.last_voiced;
  s_.turn.decided = now_;
  s_.silences = 0;
  const auto confidence = std::exchange(s_.confidence, 1.0F);
  if (s_.guess && s_.guess->text == text) return keep_guess();
  forget_guess();
  think(Heard{.text = text, .confidence = confidence});
}

// What was said meanwhile becomes a turn of its own; an answer of which nothing was heard yet gives way to
// it.
void Step::take_held() {
  s_.paused_text = std::exchange(s_.held_text, {});
  if (agent_speaking() && interruptible()) interrupt();
  take_turn();
}

void Step::hold(const std::string& text) {
  s_.held_text = join_texts(s_.held_text, text);
  effects_.emplace_back(TakeTurn{});
}

void Step::nothing_said() {
  duck(false);
  false_alarm();
  flush_deferred();
  s_.paused_text.clear();
  if (turn_text().empty()) release_answers();
  if (!turn_text().empty()) {
    start(Timer::end_of_turn, policy_.turn_end.neutral);
  } else if (idle() && s_.speaking.empty()) {
    wait_for_input();
  }
}

void Step::begin_turn(std::string caller) {
  finish_turn();
  s_.turn = {.turn = TurnId(s_.turn.turn.value() + 1),
             .caller = std::move(caller),
             .asked = s_.listen.asked,
             .guesses = std::exchange(s_.guesses, 0)};
  s_.fillers_said = 0;
  s_.filler.clear();
  stop(Timer::waiting);
}

// A turn that ends while words of it are still on the line (it was interrupted, the cut is on its way) is
// recorded when the line has said how far they came.
void Step::finish_turn() {
  if (const auto before = std::exchange(s_.lingering, std::nullopt)) record(*before);
  if (on_the_line(s_.turn))
    s_.lingering = s_.turn;
  else
    record(s_.turn);
}

void Step::record_lingering() {
  if (!s_.lingering || on_the_line(*s_.lingering)) return;
  record(*s_.lingering);
  s_.lingering.reset();
}

void Step::record(const TurnRecord& turn) {
  if (turn.caller.empty() && turn.agent.empty() && turn.tools.empty()) return;
  effects_.emplace_back(RecordTurn{turn});
}

bool Step::on_the_line(const TurnRecord& turn) const {
  return std::ranges::any_of(s_.speaking, [&](const Utterance& u) { return u.turn == turn.turn; });
}

TurnRecord& Step::turn_of(const Utterance& utterance) {
  return s_.lingering && s_.lingering->turn == utterance.turn ? *s_.lingering : s_.turn;
}

void Step::remember(const Utterance& utterance, std::string text, bool cut) {
  turn_of(utterance).agent.push_back(
      {.utterance = utterance.id, .kind = utterance.say.kind, .text = std::move(text), .cut = cut});
}

}  // namespace attendant::conversation
