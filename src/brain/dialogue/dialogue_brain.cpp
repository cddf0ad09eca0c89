#include "brain/dialogue/dialogue_brain.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/dialogue.hpp"
#include "understanding/hearing.hpp"
#include "understanding/slots.hpp"

namespace attendant::brain {
namespace {

using understanding::Understander;

PutRight put_right(const Understander& engine, Correction words, Date today) {
  PutRight right;
  right.meant = engine.understand(words.rest, conversation::Asked::anything_else, today);
  const auto date =
      right.meant.slots.service_date ? parse_date(*right.meant.slots.service_date) : std::nullopt;
  right.recent_date = date && *date > today - std::chrono::years(2);
  const auto digits = understanding::read_slots(words.rest, conversation::Asked::ask_member_id, today);
  right.member_ids = digits.member_id_readings;
  if (digits.slots.member_id) right.member_ids.push_back(*digits.slots.member_id);
  std::erase_if(right.member_ids, [](const auto& id) { return !understanding::has_valid_check_digit(id); });
  right.words = std::move(words);
  return right;
}

// One call. Inputs wait in `waiting` while the first of them is being understood, so that they are taken in
// order.
struct OneCall : std::enable_shared_from_this<OneCall> {
  using Tell = BrainSession::Tell;
  struct Waiting {
    conversation::BrainInput input;
    Tell tell;
  };
  // The caller's last turn and how our answer to it begins.
  struct Answered {
    std::string heard;  // empty: it was keyed, or silence
    std::string first_said;
  };
  // What would be said: a copy of the dialogue that goes ahead. When it is kept it becomes the dialogue.
  struct Guess {
    std::uint32_t number = 0;
    Dialogue dialogue;
    bool busy = false;  // its turn is being understood
    Answered answered;
  };

  OneCall(DialogueOptions options, const tools::Catalogue& tools,
          std::shared_ptr<const Understander> understander, Offload offload, const CallSetting& call)
      : catalogue(call.catalogue),
        dialogue(std::move(options), catalogue ? *catalogue : tools, call.team),
        understander(std::move(understander)),
        offload(std::move(offload)),
        today(call.today) {}

  void take_next() {
    while (!busy && !waiting.empty()) {
      auto next = std::move(waiting.front());
      waiting.pop_front();
      if (const auto* heard = std::get_if<conversation::Heard>(&next.input)) {
        busy = true;
        bool anew = false;
        auto whole = completed(*heard, anew);
        answered = {.heard = whole.text, .first_said = {}};
        cut_off = false;
        understand(std::move(whole), anew,
                   [tell = std::move(next.tell)](OneCall& call, const HeardTurn& turn) {
                     call.busy = false;
                     answer(tell, call.dialogue.step(turn), call.answered);
                     call.take_next();
                   });
        continue;
      }
      if (const auto* interrupted = std::get_if<conversation::Interrupted>(&next.input))
        cut_off = was_cut_off(*interrupted);
      else if (!std::holds_alternative<conversation::ToolDone>(next.input))
        answered = {};
      answer(next.tell, dialogue.step(as_input(next.input)), answered);
    }
  }

  // The caller had only paused when we began to speak, and goes on: their two halves are one sentence.
  bool was_cut_off(const conversation::Interrupted& interrupted) const {
    constexpr std::size_t kNothingYet = 10;  // characters: about half a second of speech
    // A filler broken off while a tool runs cuts nobody off: what follows stands for itself ("never mind").
    return !answered.heard.empty() && !answered.first_said.empty() &&
           interrupted.heard.size() <= kNothingYet &&
           std::string_view(answered.first_said).starts_with(trim(interrupted.heard));
  }

  // `anew`: they dropped what they began with.
  conversation::Heard completed(conversation::Heard heard, bool& anew) const {
    // What follows a leave-taking stands for itself.
    if (cut_off && !dialogue.ended()) heard.text = answered.heard + " " + heard.text;
    auto rest = std::string(understanding::after_new_beginning(heard.text));
    anew = rest.size() != heard.text.size();
    heard.text = std::move(rest);
    return heard;
  }

  static void answer(const Tell& tell, std::vector<conversation::Act> acts, Answered& answered) {
    for (const auto& act : acts) {
      const auto* say = std::get_if<conversation::Say>(&act);
      if (say != nullptr && answered.first_said.empty()) answered.first_said = say->text;
    }
    tell(std::move(acts), false);
  }

  bool begin_guess(const conversation::Heard& heard, Tell tell) {
    if (busy || !waiting.empty() || guess) return false;
    bool anew = false;
    auto whole = completed(heard, anew);
    guess =
        Guess{.number = ++guesses, .dialogue = dialogue.copy(), .busy = true, .answered = {whole.text, {}}};
    understand(std::move(whole), anew,
               [number = guesses, tell = std::move(tell)](OneCall& call, const HeardTurn& turn) {
                 if (call.guess && call.guess->number == number) {
                   call.guess->busy = false;
                   answer(tell, call.guess->dialogue.step(turn), call.guess->answered);
                 } else if (call.kept == number) {  // the turn was taken before it was understood
                   call.busy = false;
                   answer(tell, call.dialogue.step(turn), call.answered);
                   call.take_next();
                 }
               });
    return true;
  }

  bool continue_guess(const conversation::BrainInput& input, const Tell& tell) {
    if (!guess || guess->busy) return false;
    answer(tell, guess->dialogue.step(as_input(input)), guess->answered);
    return true;
  }

  void keep_guess() {
    if (!guess) return;
    dialogue = std::move(guess->dialogue);
    answered = std::move(guess->answered);
    cut_off = false;
    busy = guess->busy;
    kept = guess->number;
    guess.reset();
  }

  void forget_guess() {
    if (guess) dialogue.skip_tool_ids_of(guess->dialogue);
    guess.reset();
  }

  using Understood = std::function<void(OneCall& call, const HeardTurn& turn)>;
  void understand(conversation::Heard heard, bool anew, Understood understood) {
    auto turn = std::make_shared<HeardTurn>(HeardTurn{std::move(heard), {}});
    auto work = [turn, engine = understander, asked = dialogue.asked(), today = today, anew] {
      turn->meant = engine->understand(turn->heard.text, asked, today);
      const bool only_denies = turn->meant.intents == std::vector{understanding::Intent::deny};
      const bool open = asked == conversation::Asked::anything_else || asked == conversation::Asked::open;
      auto words =
          anew ? Correction{.replaces = true, .rest = turn->heard.text} : correction_in(turn->heard.text);
      if (words) turn->put_right = put_right(*engine, *std::move(words), today);
      if (!open || !only_denies) return;
      if (const auto rest = text_after_no(turn->heard.text); !rest.empty())
        turn->after_no = engine->understand(rest, conversation::Asked::anything_else, today);
    };
    auto then = [turn, understood = std::move(understood), weak = weak_from_this()] {
      if (const auto call = weak.lock()) understood(*call, *turn);  // else the call has ended
    };
    offload(std::move(work), std::move(then));
  }

  static Input as_input(const conversation::BrainInput& input) {
    return std::visit(
        [](const auto& value) -> Input {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, conversation::Heard>) {
            return HeardTurn{value, {}};
          } else {
            return value;
          }
        },
        input);
  }

  std::shared_ptr<const tools::Catalogue> catalogue;  // kept for the dialogue; null: the brain's
  Dialogue dialogue;
  std::shared_ptr<const Understander> understander;
  Offload offload;
  Date today;
  std::deque<Waiting> waiting;
  bool busy = false;
  Answered answered;
  bool cut_off = false;  // the caller spoke on before they had heard anything of that answer
  std::optional<Guess> guess;
  std::uint32_t guesses = 0;  // so far: the number of the last
  std::uint32_t kept = 0;     // number of the guess that was kept last
};

class DialogueSession final : public BrainSession {
 public:
  explicit DialogueSession(std::shared_ptr<OneCall> call) : call_(std::move(call)) {}

  void take(conversation::BrainInput input, Tell tell) override {
    call_->waiting.push_back({std::move(input), std::move(tell)});
    call_->take_next();
  }

  bool guess(conversation::BrainInput input, Tell tell) override {
    if (const auto* heard = std::get_if<conversation::Heard>(&input))
      return call_->begin_guess(*heard, std::move(tell));
    return call_->continue_guess(input, tell);
  }
  void keep_guess() override { call_->keep_guess(); }
  void forget_guess() override { call_->forget_guess(); }

 private:
  std::shared_ptr<OneCall> call_;
};

}  // namespace

Offload run_in_place() {
  return [](const std::function<void()>& work, const std::function<void()>& then) {
    work();
    then();
  };
}

DialogueBrain::DialogueBrain(DialogueOptions options, const tools::Catalogue& tools,
                             std::shared_ptr<const Understander> understander, Offload offload)
    : options_(std::move(options)),
      tools_(tools),
      understander_(std::move(understander)),
      offload_(std::move(offload)) {}

std::unique_ptr<BrainSession> DialogueBrain::open(const CallSetting& call) {
  return std::make_unique<DialogueSession>(
      std::make_shared<OneCall>(options_, tools_, understander_, offload_, call));
}

std::string DialogueBrain::version() const {
  return understander_->degraded().empty() ? "dialogue 1" : "dialogue 1, words only";
}

}  // namespace attendant::brain
