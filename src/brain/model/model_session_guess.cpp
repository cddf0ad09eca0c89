#include <utility>

#include "brain/model/model_session.hpp"

namespace attendant::brain {

// Asking a model costs money, whether the turn is over or not: so many times, and only for what it alone can
// answer.
bool ModelSession::guess(conversation::BrainInput input, Tell tell, Failed failed) {
  if (const auto* done = std::get_if<conversation::ToolDone>(&input)) {
    if (!before_guess_ || !running_.contains(done->id)) return false;
  } else {
    const bool may = std::holds_alternative<conversation::Heard>(input) && !before_guess_ && !tell_ &&
                     running_.empty() && !options().by_dialogue && guesses_ < options().guesses_a_turn;
    if (!may) return false;
    ++guesses_;
    before_guess_ = Before{.setup = setup_,
                           .grounds = grounds_,
                           .placeholders = placeholders_,
                           .caller = caller_,
                           .history = history_,
                           .identity = identity_,
                           .read_back = read_back_,
                           .listen = listen_,
                           .last_said = last_said_,
                           .need = need_,
                           .notes = notes_,
                           .noted = noted_};
  }
  answer(input, std::move(tell), std::move(failed));
  return true;
}

void ModelSession::keep_guess() {
  before_guess_.reset();
  guesses_ = 0;
}

// Its tools answer nobody: the core throws their answers away.
void ModelSession::forget_guess() {
  if (!before_guess_) return;
  auto before = *std::move(before_guess_);
  before_guess_.reset();
  drop_request();
  tell_ = nullptr;
  failed_ = nullptr;
  running_.clear();
  to_read_back_.clear();
  unsaid_.clear();
  spoken_.clear();
  setup_ = before.setup;
  grounds_ = std::move(before.grounds);
  placeholders_ = std::move(before.placeholders);
  caller_ = std::move(before.caller);
  history_ = std::move(before.history);
  identity_ = std::move(before.identity);
  read_back_ = std::move(before.read_back);
  listen_ = before.listen;
  last_said_ = std::move(before.last_said);
  need_ = std::move(before.need);
  notes_ = std::move(before.notes);
  noted_ = before.noted;
}

}  // namespace attendant::brain
