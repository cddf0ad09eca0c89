// Questions about the rules of the plan, which no record answers.
#include <utility>

#include "base/text.hpp"
#include "brain/dialogue/manager.hpp"

namespace attendant::brain {

using conversation::Asked;

namespace {
constexpr std::string_view kPlanDocument = "plan_document";
constexpr std::size_t kShortestQuestion = 3;  // words
}  // namespace

// True when the plan documents are looked at now; what happens when they hold nothing is `otherwise`.
bool Dialogue::Manager::looks_in_documents(const Turn& turn, Lookup otherwise) {
  if (tools_.find(kPlanDocument) == nullptr || form_.party() == Party::provider_office) return false;
  if (turn.meant.slots.digits || split_words(turn.text).size() < kShortestQuestion) return false;
  lookup_ = std::move(otherwise);
  lookup_->awaiting = awaiting_;
  awaiting_ = Awaiting::nothing;
  agenda_.push_front(Request{.tool = std::string(kPlanDocument), .arguments = {{"question", turn.text}}});
  return true;
}

bool Dialogue::Manager::finish_lookup(const ToolAnswer& answer) {
  if (current().tool != kPlanDocument || !lookup_) return false;
  const Lookup lookup = *std::move(lookup_);
  lookup_.reset();
  if (answer.outcome == Outcome::ok) {
    not_understood_ = 0;
    reply_.note("intent", std::string(kPlanDocument));
    return false;
  }
  if (answer.outcome != Outcome::not_found && answer.outcome != Outcome::failed) return false;
  current_.reset();
  if (!lookup.instead.empty()) {
    for (const auto& request : lookup.instead) queue(request);
    return true;
  }
  awaiting_ = lookup.awaiting;
  turn_away(lookup.out_of_scope);
  return true;
}

// What is nothing that we do, or nothing that we understood.
void Dialogue::Manager::turn_away(bool out_of_scope) {
  if (!out_of_scope || not_understood_ > 0) return not_understood();
  ++not_understood_;
  reply_.note("intent", "out_of_scope");
  say(Line::out_of_scope);
  ask(Awaiting::open, Line::what_more, Asked::open);
}

}  // namespace attendant::brain
