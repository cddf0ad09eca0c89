#include "brain/dialogue/manager.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace attendant::brain {

using conversation::Asked;
using conversation::Listen;
using conversation::SayKind;

std::vector<conversation::Act> Dialogue::Manager::step(const Input& input) {
  if (ended_) return {};
  std::visit(
      [this](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, conversation::Started>) start(value);
        if constexpr (std::is_same_v<T, HeardTurn>) hear(value);
        if constexpr (std::is_same_v<T, conversation::Keyed>) keyed(value);
        if constexpr (std::is_same_v<T, conversation::Silence>) silence(value);
        if constexpr (std::is_same_v<T, conversation::ToolDone>) finish(value);
        if constexpr (std::is_same_v<T, conversation::TransferDone>) finish_transfer(value);
        // Interrupted: what the caller did not hear can be asked for again ("what?"); nothing else changes.
      },
      input);
  return reply_.take();
}

void Dialogue::Manager::start(const conversation::Started& started) {
  office_open_ = started.office_open;
  reply_.say(greeting_of(options_), SayKind::greeting);
  ask(Awaiting::open, Line::open_question, Asked::open);
}

void Dialogue::Manager::say(Line line, SayKind kind, bool interruptible) {
  reply_.say(wording(line, variant()), kind, interruptible);
}

void Dialogue::Manager::ask(Awaiting awaiting, std::string question, Listen listen) {
  awaiting_ = awaiting;
  reply_.ask(std::move(question), listen);
}

void Dialogue::Manager::ask(Awaiting awaiting, Line line, Asked asked) {
  ask(awaiting, wording(line, variant()), {asked, 0, false});
}

void Dialogue::Manager::ask_again() { reply_.ask(reply_.question(), reply_.listen()); }

void Dialogue::Manager::queue(Request request) {
  if (current_ && same_request(current(), request)) return;
  if (std::ranges::any_of(agenda_, [&](const Request& other) { return same_request(other, request); }))
    return;
  const std::string intent(understanding::to_string(request.intent));
  reply_.note("intent", intent);
  if (std::ranges::find(asked_about_, intent) == asked_about_.end()) asked_about_.push_back(intent);
  agenda_.push_back(std::move(request));
}

void Dialogue::Manager::proceed() {
  if (ended_ || handing_over_ || !running_.empty() || awaiting_ != Awaiting::nothing) return;
  if (!current_ && !agenda_.empty()) {
    current_ = std::move(agenda_.front());
    agenda_.pop_front();
  }
  if (current_) return run_current();
  if (leaving_) return goodbye();
  if (name_.empty()) return ask(Awaiting::anything_else, Line::anything_else, Asked::anything_else);
  // The courtesy comes with the question that follows the answer: it must not keep the answer waiting.
  ask(Awaiting::anything_else, wording(Line::anything_else_name, 0, {{"name", std::exchange(name_, {})}}),
      {Asked::anything_else, 0, false});
}

void Dialogue::Manager::goodbye() {
  if (asked_about_.empty()) reply_.note("outcome", "nothing_asked");
  reply_.say(wording(Line::goodbye), SayKind::goodbye);
  end("goodbye");
}

void Dialogue::Manager::end(std::string reason) {
  awaiting_ = Awaiting::nothing;
  ended_ = true;
  reply_.end(std::move(reason));
}

Dialogue::Dialogue(DialogueOptions options, const tools::Catalogue& tools)
    : manager_(std::make_unique<Manager>(std::move(options), tools)) {}
Dialogue::Dialogue(std::unique_ptr<Manager> manager) : manager_(std::move(manager)) {}
Dialogue::~Dialogue() = default;
Dialogue::Dialogue(Dialogue&&) noexcept = default;
Dialogue& Dialogue::operator=(Dialogue&&) noexcept = default;
Dialogue Dialogue::copy() const { return Dialogue(std::make_unique<Manager>(*manager_)); }
void Dialogue::skip_tool_ids_of(const Dialogue& other) { manager_->skip_tool_ids_of(*other.manager_); }
std::vector<conversation::Act> Dialogue::step(const Input& input) { return manager_->step(input); }
conversation::Asked Dialogue::asked() const { return manager_->asked(); }

}  // namespace attendant::brain
