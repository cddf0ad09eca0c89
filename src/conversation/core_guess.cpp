// Eager ends: when the caller pauses, the brain is asked what it would say if the turn were over, and its
// first sentences are synthesised. When the turn is taken with these words all of it is adopted and nothing
// waits; when the caller goes on it is thrown away. A guess says nothing, writes nothing and leaves no state
// behind: only reads run for it.
#include <algorithm>
#include <utility>

#include "conversation/step.hpp"

namespace attendant::conversation {
namespace {

constexpr std::string_view kNotUnderstoodNote = "not_understood";  // a brain notes it with its repair

}  // namespace

// Nothing else may be under way: what runs already could change what the guess is based on.
bool Step::may_guess() const {
  return idle() && s_.speaking.empty() && s_.held_text.empty() && !s_.broken_off && !s_.stopping &&
         !s_.left && std::holds_alternative<std::monostate>(s_.leaving);
}

void Step::guess_ahead() {
  const auto text = turn_text();
  if (s_.guess && s_.guess->text == text) return;
  forget_guess();
  if (!may_guess()) return;
  s_.guess = OpenGuess{.text = text,
                       .identity = s_.identity,
                       .rate = s_.rate,
                       .level = s_.level,
                       .voice = s_.voice,
                       .agent = s_.agent};
  ++s_.guesses;
  ask_ahead(Heard{.text = text, .confidence = s_.confidence});
}

void Step::ask_ahead(BrainInput input) {
  s_.guess->awaited.push_back(++s_.last_request);
  effects_.emplace_back(Guess{.request = s_.last_request, .input = std::move(input)});
}

void Step::operator()(const BrainGuessed& guessed) {
  if (has(s_.awaited, guessed.request)) {  // the turn was taken meanwhile
    if (!guessed.refused)
      return (*this)(BrainActed{.request = guessed.request, .acts = guessed.acts, .more = guessed.more});
    std::erase(s_.awaited, guessed.request);
    return think(Heard{.text = s_.turn.caller});
  }
  if (!s_.guess || !has(s_.guess->awaited, guessed.request)) return;
  if (guessed.refused) {
    --s_.guesses;
    s_.guess.reset();
    return;
  }
  if (!guessed.more) std::erase(s_.guess->awaited, guessed.request);
  const bool understood = s_.guess->understood;
  for (const auto& act : guessed.acts) {
    do_ahead(act);
    s_.guess->acts.push_back(act);
  }
  // Half a sentence is more often not understood than a whole one.
  if (understood && !s_.guess->understood && runs(Timer::end_of_turn)) await_end_of_turn();
}

void Step::do_ahead(const Act& act) {
  auto& guess = *s_.guess;
  if (guess.stopped) return;
  if (const auto* note = std::get_if<Note>(&act); note != nullptr && note->key == kNotUnderstoodNote)
    guess.understood = false;
  if (const auto* say = std::get_if<Say>(&act)) {
    if (guess.prepared.size() == policy_.sentences_ahead) return;
    guess.prepared.push_back(next_utterance());
    effects_.emplace_back(Prepare{{.utterance = guess.prepared.back(),
                                   .text = say->text,
                                   .kind = say->kind,
                                   .rate = guess.rate,
                                   .level = guess.level,
                                   .voice = guess.voice}});
  } else if (const auto* speech = std::get_if<SetSpeech>(&act)) {
    guess.rate = speech->rate;
    guess.level = speech->level;
    guess.voice = speech->voice;
  } else if (const auto* call = std::get_if<CallTool>(&act)) {
    guess.stopped = !call->may_run_ahead || call->confirmed || guess.tools.size() == policy_.tools_ahead;
    if (guess.stopped) return;
    guess.tools.push_back(call->id);
    effects_.emplace_back(RunTool{.id = call->id, .name = call->name, .arguments = call->arguments});
  } else if (const auto* hand_over = std::get_if<HandOver>(&act)) {
    guess.agent = hand_over->to;
  }
}

void Step::guess_tool_answered(const ToolAnswered& answered) {
  s_.guess->identity = answered.identity;
  s_.guess->answers.push_back(answered);
  ask_ahead(ToolDone{.id = answered.id, .answer = answered.answer, .identity = answered.identity});
}

// The turn was taken with the words that were guessed at.
void Step::keep_guess() {
  auto guess = *std::exchange(s_.guess, std::nullopt);
  effects_.emplace_back(KeepGuess{});
  s_.turn.guess_used = true;
  s_.identity = guess.identity;
  s_.awaited.insert(s_.awaited.end(), guess.awaited.begin(), guess.awaited.end());
  auto prepared = guess.prepared.begin();
  for (const auto& act : guess.acts) {
    const auto* sentence = std::get_if<Say>(&act);
    const auto* call = std::get_if<CallTool>(&act);
    if (sentence != nullptr && prepared != guess.prepared.end()) {
      say(*sentence, *prepared++);
    } else if (call != nullptr && has(guess.tools, call->id)) {
      note_tool(*call);
      const auto answer = std::ranges::find(guess.answers, call->id, &ToolAnswered::id);
      if (answer == guess.answers.end()) continue;
      std::erase_if(s_.tools_open, [&](const OpenTool& tool) { return tool.id == call->id; });
      record_tool(*answer);
    } else {
      std::visit([this](const auto& a) { perform(a); }, act);
    }
  }
  if (!s_.speaking.empty()) return;
  if (waiting_for_answer())
    expect_to_wait(policy_.filler_after);
  else if (!guess.acts.empty())
    said_everything();
}

void Step::forget_guess() {
  if (!s_.guess) return;
  s_.guess.reset();
  effects_.emplace_back(ForgetGuess{});
}

}  // namespace attendant::conversation
