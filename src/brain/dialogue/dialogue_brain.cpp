#include "brain/dialogue/dialogue_brain.hpp"

#include <deque>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/dialogue.hpp"
#include "understanding/hearing.hpp"

namespace attendant::brain {
namespace {

using understanding::Understander;

// One call. Inputs wait in `waiting` while the first of them is being understood, so that they are taken in
// order.
struct OneCall : std::enable_shared_from_this<OneCall> {
  struct Waiting {
    conversation::BrainInput input;
    BrainSession::Tell tell;
  };

  OneCall(DialogueOptions options, const tools::Catalogue& tools,
          std::shared_ptr<const Understander> understander, Offload offload, Date today)
      : dialogue(std::move(options), tools),
        understander(std::move(understander)),
        offload(std::move(offload)),
        today(today) {}

  void take_next() {
    while (!busy && !waiting.empty()) {
      auto next = std::move(waiting.front());
      waiting.pop_front();
      if (const auto* heard = std::get_if<conversation::Heard>(&next.input)) {
        understand(*heard, std::move(next.tell));
        continue;
      }
      if (const auto* interrupted = std::get_if<conversation::Interrupted>(&next.input))
        cut_off = was_cut_off(*interrupted);
      else if (!std::holds_alternative<conversation::ToolDone>(next.input))
        last_heard.clear();
      tell_acts(next.tell, dialogue.step(as_input(next.input)));
    }
  }

  // The caller had only paused when we began to speak, and goes on: their two halves are one sentence.
  bool was_cut_off(const conversation::Interrupted& interrupted) const {
    constexpr std::size_t kNothingYet = 10;  // characters: about half a second of speech
    return !last_heard.empty() && interrupted.heard.size() <= kNothingYet &&
           std::string_view(first_said).starts_with(trim(interrupted.heard));
  }

  void understand(conversation::Heard heard, BrainSession::Tell tell) {
    busy = true;
    if (std::exchange(cut_off, false)) heard.text = last_heard + " " + heard.text;
    heard.text = std::string(understanding::after_new_beginning(heard.text));
    last_heard = heard.text;
    first_said.clear();
    auto turn = std::make_shared<HeardTurn>(HeardTurn{std::move(heard), {}});
    auto work = [turn, engine = understander, asked = dialogue.asked(), today = today] {
      turn->meant = engine->understand(turn->heard.text, asked, today);
      const bool only_denies = turn->meant.intents == std::vector{understanding::Intent::deny};
      const bool open = asked == conversation::Asked::anything_else || asked == conversation::Asked::open;
      const bool asked_date =
          asked == conversation::Asked::ask_dob;  // "no, September fourteenth": of the visit?
      if (!asked_date && !(open && only_denies)) return;
      if (const auto rest = text_after_no(turn->heard.text); !rest.empty())
        turn->after_no = engine->understand(rest, conversation::Asked::anything_else, today);
    };
    auto then = [turn, tell = std::move(tell), weak = weak_from_this()] {
      const auto call = weak.lock();
      if (call == nullptr) return;  // the call has ended
      call->busy = false;
      call->tell_acts(tell, call->dialogue.step(*turn));
      call->take_next();
    };
    offload(std::move(work), std::move(then));
  }

  void tell_acts(const BrainSession::Tell& tell, std::vector<conversation::Act> acts) {
    for (const auto& act : acts) {
      const auto* say = std::get_if<conversation::Say>(&act);
      if (say != nullptr && first_said.empty()) first_said = say->text;
    }
    tell(std::move(acts), false);
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

  Dialogue dialogue;
  std::shared_ptr<const Understander> understander;
  Offload offload;
  Date today;
  std::deque<Waiting> waiting;
  bool busy = false;
  std::string last_heard;  // the caller's last turn; empty: it was keyed, or silence
  std::string first_said;  // the first sentence of our answer to it
  bool cut_off = false;    // the caller spoke on before they had heard anything of that answer
};

class DialogueSession final : public BrainSession {
 public:
  explicit DialogueSession(std::shared_ptr<OneCall> call) : call_(std::move(call)) {}

  void take(conversation::BrainInput input, Tell tell) override {
    call_->waiting.push_back({std::move(input), std::move(tell)});
    call_->take_next();
  }

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
      std::make_shared<OneCall>(options_, tools_, understander_, offload_, call.today));
}

std::string DialogueBrain::version() const {
  return understander_->degraded().empty() ? "dialogue 1" : "dialogue 1, words only";
}

}  // namespace attendant::brain
