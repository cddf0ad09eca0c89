#include <utility>

#include "brain/rescued_session.hpp"
#include "understanding/emergency.hpp"

namespace attendant::brain {

bool RescuedSession::guess(conversation::BrainInput input, Tell tell) {
  if (auto* done = std::get_if<conversation::ToolDone>(&input)) return go_on_guessing(*done, std::move(tell));
  const auto* heard = std::get_if<conversation::Heard>(&input);
  if (heard == nullptr || guess_ || understanding::is_emergency(heard->text)) return false;
  guess_ = std::make_shared<Guess>(Guess{.heard = *heard,
                                         .tell = std::move(tell),
                                         .failed = {},
                                         .turn = {},
                                         .agent = {},
                                         .tools = {},
                                         .answered = {}});
  const bool guesses = model_->guess(*heard, tell_of_guess(), failed_guess());
  if (!guesses) guess_.reset();
  return guesses;
}

// The engine beside hears now what the model has answered already, or failed to answer.
void RescuedSession::keep_guess() {
  const auto kept = std::exchange(guess_, nullptr);
  if (!kept) return;
  kept->open = false;
  model_->keep_guess();
  shadow_.hear(kept->heard, identity_);
  for (auto& [name, done] : kept->answered) {
    identity_ = done.identity;
    if (done.answer.outcome != Outcome::cancelled) shadow_.model_tool(name, done.answer);
  }
  if (kept->spoke) engine_ = Engine::model;
  if (!kept->agent.empty()) agent_ = kept->agent;
  turn_ = kept->turn;
  if (auto failed = std::exchange(kept->failed, std::nullopt)) return rescue(*std::move(failed), kept->tell);
  if (!kept->over) return;
  if (is_fruitless({}, false)) --lost_turns_;  // it is the next one's to act upon
}

void RescuedSession::forget_guess() {
  const auto forgotten = std::exchange(guess_, nullptr);
  if (!forgotten) return;
  forgotten->open = false;
  model_->forget_guess();
  for (const auto id : forgotten->tools) running_.erase(id);
}

bool RescuedSession::go_on_guessing(conversation::ToolDone done, Tell tell) {
  const auto found = running_.find(done.id);
  if (!guess_ || found == running_.end() || found->second.engine != Engine::model) return false;
  const auto tool = found->second;
  done.id = tool.id;
  guess_->tell = std::move(tell);
  if (!model_->guess(done, tell_of_guess(), failed_guess())) return false;
  running_.erase(found);
  if (guess_) guess_->answered.emplace_back(tool.name, std::move(done));
  return true;
}

// Until the guess is kept; from then on as in any other turn.
BrainSession::Tell RescuedSession::tell_of_guess() {
  return [this, guess = guess_](Acts acts, bool more) {
    const auto tell = guess->tell;  // the next input of the guess may come while this one is told
    if (!guess->open) return tell_of_turn(std::move(acts), more, tell);
    guess->spoke = guess->spoke || !acts.empty();
    guess->over = !more;
    guess->turn.add(acts);
    const auto engine = engine_;
    const auto last = last_tool_;
    const auto agent = agent_;
    tell_of(Engine::model, std::move(acts), more, tell);
    if (!guess->open) return;
    engine_ = engine;
    guess->agent = std::exchange(agent_, agent);
    for (auto id = last + 1; id <= last_tool_; ++id) guess->tools.push_back(id);
  };
}

RescuableSession::Failed RescuedSession::failed_guess() {
  return [this, guess = guess_](GivenUp given_up) {
    if (!guess->open) return rescue(std::move(given_up), guess->tell);
    guess->failed = std::move(given_up);
  };
}

}  // namespace attendant::brain
