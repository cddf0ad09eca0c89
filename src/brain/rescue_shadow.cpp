#include "brain/rescue_shadow.hpp"

#include <algorithm>
#include <iterator>

namespace attendant::brain {

using conversation::AuthLevel;
using conversation::CallTool;

namespace {

constexpr int kMostSteps = 8;  // tools of one turn that the engine beside is led through

}  // namespace

void RescueShadow::open() {
  session_ = brain_.open(call_);
  left_ = false;
  pending_.clear();
  session_->take(started_, [](const Acts&, bool) {});
}

void RescueShadow::start(const conversation::Started& started) {
  started_ = started;
  open();
}

void RescueShadow::keep(Acts acts) {
  for (auto& act : acts) {
    left_ = left_ || std::holds_alternative<conversation::EndCall>(act) ||
            std::holds_alternative<conversation::Transfer>(act) ||
            std::holds_alternative<conversation::HandOver>(act);
    if (auto* call = std::get_if<CallTool>(&act))
      pending_.push_back(std::move(*call));
    else
      kept_.push_back(std::move(act));
  }
}

void RescueShadow::forget_turn() {
  kept_.clear();
  pending_.clear();
  tools_.clear();
}

bool RescueShadow::is_lost() const {
  return std::ranges::any_of(kept_, [](const conversation::Act& act) {
    const auto* note = std::get_if<conversation::Note>(&act);
    return note != nullptr && note->key == "not_understood";
  });
}

void RescueShadow::hear(conversation::BrainInput input, const conversation::Identity& identity) {
  settle(identity, false);
  if (left_) open();
  forget_turn();
  busy_ = true;
  session_->take(std::move(input), [this, turn = ++turn_](Acts acts, bool more) {
    if (turn != turn_) return;
    keep(std::move(acts));
    if (more) return;
    busy_ = false;
    if (auto then = std::exchange(then_, nullptr)) take_over(identity_, std::move(then));
  });
}

void RescueShadow::model_tool(std::string name, ToolAnswer answer) {
  tools_.push_back({std::move(name), std::move(answer)});
}

bool RescueShadow::model_has_run(const std::string& tool) const {
  return std::ranges::find(tools_, tool, &ToolOfModel::name) != tools_.end();
}

// What the model's tool of that name answered in this turn; else what the runtime would ask for; else nothing
// to say: the model has dealt with it.
ToolAnswer RescueShadow::answer_for(const CallTool& call, const conversation::Identity& identity) const {
  for (auto at = tools_.rbegin(); at != tools_.rend(); ++at)
    if (at->name == call.name) return at->answer;
  ToolAnswer answer;
  answer.outcome = Outcome::ok;
  const auto* spec = catalogue_.find(call.name);
  if (spec != nullptr && identity.level < spec->level) {
    answer.outcome = Outcome::needs_identity;
    answer.need = spec->level == AuthLevel::member_zip && identity.known() ? "member_zip" : "member";
  }
  return answer;
}

void RescueShadow::settle(const conversation::Identity& identity, bool only_known) {
  for (int step = 0; step < kMostSteps && !pending_.empty() && !left_; ++step) {
    const auto at = std::ranges::find_if(
        pending_, [&](const CallTool& call) { return !only_known || model_has_run(call.name); });
    if (at == pending_.end()) return;
    const auto call = std::move(*at);
    pending_.erase(at);
    session_->take(
        conversation::ToolDone{.id = call.id, .answer = answer_for(call, identity), .identity = identity},
        [this](Acts acts, bool) { keep(std::move(acts)); });
  }
}

void RescueShadow::take_over(const conversation::Identity& identity, std::function<void(Acts)> then) {
  if (busy_) {
    identity_ = identity;
    then_ = std::move(then);
    return;
  }
  settle(identity, true);
  auto acts = std::exchange(kept_, {});
  std::ranges::move(pending_, std::back_inserter(acts));
  forget_turn();
  left_ = false;
  then(std::move(acts));
}

void RescueShadow::take(conversation::BrainInput input, BrainSession::Tell tell) {
  session_->take(std::move(input), std::move(tell));
}

}  // namespace attendant::brain
