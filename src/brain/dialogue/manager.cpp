#include "brain/dialogue/manager.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "base/text.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::Listen;
using conversation::SayKind;
using understanding::Intent;

namespace {

constexpr auto kGoodbye = "goodbye";

// Whether `heard` of a question holds all but its last sentence ("Is that right?"), or nearly all of one that
// has no other.
bool was_heard(std::string_view question, std::string_view heard) {
  heard = trim(heard);
  if (heard.empty() || !question.starts_with(heard)) return false;
  const auto end =
      question.size() > 2 ? question.find_last_of(".!?", question.size() - 2) : std::string_view::npos;
  const auto needed = end == std::string_view::npos ? question.size() * 4 / 5 : end;
  return heard.size() >= needed;
}

}  // namespace

std::vector<conversation::Act> Dialogue::Manager::step(const Input& input) {
  if (ended_ && !takes_up(input)) return reply_.take();
  std::visit(
      [this](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, conversation::Started>) start(value);
        if constexpr (std::is_same_v<T, HeardTurn>) hear(value);
        if constexpr (std::is_same_v<T, conversation::Keyed>) keyed(value);
        if constexpr (std::is_same_v<T, conversation::Silence>) silence(value);
        if constexpr (std::is_same_v<T, conversation::ToolDone>) finish(value);
        if constexpr (std::is_same_v<T, conversation::TransferDone>) finish_transfer(value);
        // What the caller did not hear can be asked for again ("what?"), and nothing is agreed to unheard.
        if constexpr (std::is_same_v<T, conversation::Interrupted>) {
          unheard_ = !was_heard(reply_.question(), value.heard);
          const auto heard = trim(value.heard);
          answer_unheard_ = unheard_ && (heard.empty() || !reply_.question().starts_with(heard));
        }
      },
      input);
  return reply_.take();
}

// Our goodbye was broken off: by the caller's own, or because they want something after all. Who is there is
// never left in silence.
bool Dialogue::Manager::takes_up(const Input& input) {
  const auto* heard = std::get_if<HeardTurn>(&input);
  const bool keyed = std::holds_alternative<conversation::Keyed>(input);
  if (heard == nullptr && !keyed) return false;
  if (heard != nullptr && end_reason_ == kGoodbye) {
    const Turn turn{heard->meant, heard->heard.text, heard->heard.confidence, Cues(heard->heard.text),
                    nullptr};
    const bool leaves = turn.cues.takes_leave() || turn.cues.only_declines() || turn.has(Intent::goodbye) ||
                        turn.cues.only_thanks();
    if (leaves && !surely_asks(turn) && !turn.has(Intent::emergency) && !turn.cues.self_harm()) {
      reply_.say(wording(Line::bye), SayKind::goodbye);
      reply_.end(end_reason_);
      return false;
    }
  }
  ended_ = leaving_ = false;
  awaiting_ = Awaiting::anything_else;
  return true;
}

void Dialogue::Manager::start(const conversation::Started& started) {
  office_open_ = started.office_open;
  begin_at_desk();
  ask(Awaiting::open, Line::open_question, Asked::open);
}

void Dialogue::Manager::say(Line line, SayKind kind, bool interruptible) {
  reply_.say(words(line, variant()), kind, interruptible);
}

void Dialogue::Manager::ask(Awaiting awaiting, std::string question, Listen listen) {
  unheard_ = answer_unheard_ = yes_doubted_ = false;
  awaiting_ = awaiting;
  reply_.ask(std::move(question), listen);
}

void Dialogue::Manager::ask(Awaiting awaiting, Line line, Asked asked) {
  ask(awaiting, words(line, variant()), {asked, 0, false});
}

void Dialogue::Manager::ask_again() {
  unheard_ = answer_unheard_ = false;
  reply_.ask(reply_.question(), reply_.listen());
}

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
  ask(Awaiting::anything_else, words(Line::anything_else_name, 0, {{"name", std::exchange(name_, {})}}),
      {Asked::anything_else, 0, false});
}

void Dialogue::Manager::goodbye() {
  if (asked_about_.empty()) reply_.note("outcome", "nothing_asked");
  reply_.say(words(Line::goodbye), SayKind::goodbye);
  end(kGoodbye);
}

void Dialogue::Manager::end(std::string reason) {
  awaiting_ = Awaiting::nothing;
  ended_ = true;
  end_reason_ = std::move(reason);
  reply_.end(end_reason_);
}

Dialogue::Dialogue(DialogueOptions options, const tools::Catalogue& tools, agents::TeamPtr team)
    : manager_(std::make_unique<Manager>(std::move(options), tools, std::move(team))) {}
Dialogue::Dialogue(std::unique_ptr<Manager> manager) : manager_(std::move(manager)) {}
Dialogue::~Dialogue() = default;
Dialogue::Dialogue(Dialogue&&) noexcept = default;
Dialogue& Dialogue::operator=(Dialogue&&) noexcept = default;
Dialogue Dialogue::copy() const { return Dialogue(std::make_unique<Manager>(*manager_)); }
void Dialogue::skip_tool_ids_of(const Dialogue& other) { manager_->skip_tool_ids_of(*other.manager_); }
std::vector<conversation::Act> Dialogue::step(const Input& input) { return manager_->step(input); }
bool Dialogue::ended() const { return manager_->ended(); }
conversation::Asked Dialogue::asked() const { return manager_->asked(); }

}  // namespace attendant::brain
