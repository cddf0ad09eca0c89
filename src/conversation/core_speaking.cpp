// Our voice, and who interrupts it.
#include <algorithm>
#include <utility>

#include "conversation/resumption.hpp"
#include "conversation/step.hpp"

namespace attendant::conversation {

// A sentence of ours on its way to the line.
Speak Step::enqueue(const Say& say, UtteranceId id) {
  Speak speak{.utterance = id,
              .text = say.text,
              .kind = say.kind,
              .rate = s_.rate,
              .level = s_.level,
              .voice = s_.voice};
  s_.speaking.push_back({.id = speak.utterance, .say = say, .turn = s_.turn.turn});
  stop(Timer::no_input);
  stop(Timer::waiting);
  return speak;
}

bool Step::over_last_question() const {
  if (s_.listen.asked != Asked::confirm && s_.listen.asked != Asked::anything_else) return false;
  if (s_.broken_off && s_.broken_off->cut)
    return s_.broken_off->rest.size() == 1 && s_.broken_off->rest.front().kind == SayKind::question;
  return s_.speaking.size() == 1 && s_.speaking.front().say.kind == SayKind::question;
}

// "Okay" while we talk is listening; the same word over the end of our last sentence, a question of yes or
// no, answers it. `until`: the end of the voice.
bool Step::claims_no_turn(std::string_view text, float confidence, CallTime until) const {
  if (over_last_question() && !only_listens(text)) return false;
  if (!has_content(text)) return true;
  return until - s_.voice_since < policy_.short_voice && confidence < policy_.sure_of_words &&
         !stops_people(text);
}

void Step::interrupt() {
  stop(Timer::confirm_interruption);
  s_.deferred.clear();
  s_.leaving = {};  // who talks on is not to be hung up on
  s_.stopping = true;
  for (auto& utterance : s_.speaking) utterance.stopped = true;
  effects_.emplace_back(StopSpeaking{});
}

// A voice has lasted that says nothing known: perhaps somebody speaks, perhaps a television does. We stop, as
// one would; the brain learns of it when words show that it was somebody.
void Step::break_off() {
  auto leaving = std::exchange(s_.leaving, {});
  interrupt();
  s_.broken_off = BrokenOff{.leaving = std::move(leaving)};
  start(Timer::confirm_interruption, policy_.false_alarm);
}

void Step::words_confirm() {
  const auto broken = std::exchange(s_.broken_off, std::nullopt);
  if (broken && broken->cut) inform(Interrupted{.heard = broken->heard, .whole = broken->whole});
}

void Step::false_alarm() {
  if (!s_.broken_off) return;
  if (s_.broken_off->cut) return resume();
  s_.broken_off->over = true;  // as soon as the line says what was heard
}

// Goes on where a false alarm broke us off; what was prepared meanwhile comes after it.
void Step::resume() {
  auto broken = *std::exchange(s_.broken_off, std::nullopt);
  for (const auto& speak : s_.deferred) {
    const auto at = find(speak.utterance);
    if (at == s_.speaking.end()) continue;
    broken.rest.push_back(at->say);
    s_.speaking.erase(at);
  }
  s_.deferred.clear();
  for (const auto& say : broken.rest) effects_.emplace_back(enqueue(say, next_utterance()));
  if (std::holds_alternative<std::monostate>(s_.leaving)) s_.leaving = std::move(broken.leaving);
  if (broken.rest.empty()) said_everything();
}

// Sentences that wait for the caller to stop talking: they were never heard.
void Step::drop_deferred() {
  if (s_.deferred.empty()) return;
  std::erase_if(s_.speaking, [this](const Utterance& utterance) {
    return std::ranges::any_of(s_.deferred,
                               [&](const Speak& speak) { return speak.utterance == utterance.id; });
  });
  s_.deferred.clear();
  record_lingering();
  inform(Interrupted{.heard = {}, .whole = heard_whole(s_.turn)});
}

// How many of a turn's sentences were played to their end.
int Step::heard_whole(const TurnRecord& turn) {
  return static_cast<int>(std::ranges::count_if(
      turn.agent, [](const Spoken& spoken) { return !spoken.cut && spoken.kind != SayKind::filler; }));
}

void Step::flush_deferred() {
  for (auto& speak : s_.deferred) effects_.emplace_back(std::move(speak));
  s_.deferred.clear();
}

void Step::duck(bool on) {
  if (s_.ducked == on) return;
  s_.ducked = on;
  effects_.emplace_back(Duck{on ? policy_.duck_level : 1.0F});
}

}  // namespace attendant::conversation
