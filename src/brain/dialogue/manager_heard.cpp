#include <algorithm>
#include <utility>

#include "brain/dialogue/manager.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::SayKind;
using understanding::Intent;

namespace {

constexpr float kSure = 0.5F;  // confidence from which a meaning is acted upon without a second sign of it

}  // namespace

bool Dialogue::Manager::Turn::has(Intent intent) const {
  return std::ranges::find(meant.intents, intent) != meant.intents.end();
}

bool Dialogue::Manager::Turn::has_task() const { return std::ranges::any_of(meant.intents, is_task); }

bool Dialogue::Manager::Turn::takes_leave() const {
  // Ending a call on a guess is worse than asking once more: without a word of leave-taking it must be sure.
  if (has(Intent::goodbye) && !cues.takes_leave()) return meant.confidence >= kSure;
  return has(Intent::goodbye) || (cues.takes_leave() && !has_task() && !has(Intent::provide_info));
}

void Dialogue::Manager::hear(const HeardTurn& heard) {
  const Turn turn{heard.meant, heard.heard.text, heard.heard.confidence, Cues(heard.heard.text)};
  patience_ = 0;
  notice_caller(turn);
  if (steers(turn)) return;
  if (turn.meant.slots.digits) reply_.say(wording(Line::card_never), SayKind::notice);
  switch (awaiting_) {
    case Awaiting::nothing:
      hear_while_busy(turn);
      break;
    case Awaiting::open:
    case Awaiting::anything_else:
      hear_open(turn);
      break;
    case Awaiting::identity:
    case Awaiting::doubt:
      hear_identity(turn);
      break;
    case Awaiting::need:
      hear_need(turn);
      break;
    case Awaiting::confirmation:
      hear_confirmation(turn);
      break;
    case Awaiting::change:
      hear_change(turn);
      break;
    case Awaiting::offer_person:
    case Awaiting::offer_appeal:
      hear_offer(turn);
      break;
  }
  proceed();
}

bool Dialogue::Manager::steers(const Turn& turn) {
  if (turn.has(Intent::emergency) || turn.cues.self_harm()) {
    emergency(turn);
    return true;
  }
  if (turn.has(Intent::spanish)) {
    change_language(turn);
    return true;
  }
  const bool speaks_for_another = form_.party() == Party::representative && turn.cues.representative();
  if (turn.has(Intent::human) && !speaks_for_another) {
    reply_.note("intent", "human");
    hand_over("asked for a person");
    return true;
  }
  const bool brings_something = turn.has_task() || turn.has(Intent::provide_info) || turn.has(Intent::affirm);
  if (turn.has(Intent::repeat) && !brings_something && awaiting_ != Awaiting::nothing) {
    again(turn);
    return true;
  }
  if (turn.has(Intent::hold_on) && !brings_something && awaiting_ != Awaiting::nothing) {
    wait();
    return true;
  }
  return false;
}

// The caller spoke while a tool runs: a further request is kept, the rest is chatter.
void Dialogue::Manager::hear_while_busy(const Turn& turn) { take_requests(turn); }

// A provider's office and a representative prove other things than a member.
void Dialogue::Manager::notice_caller(const Turn& turn) {
  if (form_.party() != Party::member || identity_.known()) return;
  if (turn.cues.provider_office()) {
    form_.set_party(Party::provider_office);
    reply_.note("caller", "provider_office");
  } else if (turn.cues.representative()) {
    form_.set_party(Party::representative);
    reply_.note("caller", "representative");
  }
}

bool Dialogue::Manager::take_requests(const Turn& turn) {
  bool any = false;
  for (const auto intent : turn.meant.intents) {
    if (!is_task(intent)) continue;
    if (turn.meant.slots.digits && intent == Intent::id_card) continue;  // "take my card", and its number
    any = true;
    auto request = requests_.make(intent, turn.meant, turn.text, topic_);
    if (!request) {
      // Only the label of something that a person must do.
      request = Request{};
      request->intent = intent;
    }
    if (form_.party() == Party::provider_office) {
      const bool status =
          intent == Intent::claim_status || intent == Intent::claim_denial || intent == Intent::claim_cost;
      request->tool = status ? "provider_claim_status" : "";
      request->arguments.clear();
    }
    queue(*std::move(request));
  }
  return any;
}

bool Dialogue::Manager::take_asides(const Turn& turn) {
  bool said = false;
  if (turn.has(Intent::complaint)) {
    Request complaint = *requests_.make(Intent::complaint, turn.meant, turn.text, topic_);
    reply_.note("intent", "complaint");
    running_[reply_.call(complaint.tool, complaint.arguments, true)] = Purpose::aside;
    said = true;
  }
  if (turn.has(Intent::smalltalk)) {
    say(turn.cues.asks_about_robot() ? Line::robot : Line::smalltalk);
    said = true;
  }
  if (turn.cues.asks_medical_advice() && !turn.has_task()) {
    reply_.note("intent", "medical_advice");
    say(Line::medical_advice);
    said = true;
  }
  return said;
}

bool Dialogue::Manager::refers_back(const Turn& turn) {
  if (topic_.tool.empty() || !is_task(topic_intent_) || !turn.has(Intent::provide_info)) return false;
  auto request = requests_.make(topic_intent_, turn.meant, turn.text, topic_);
  if (!request || request->tool != topic_.tool) return false;
  Request same = *request;
  if (!requests_.correct(same, turn.meant, turn.text)) return false;
  queue(std::move(same));
  return true;
}

// "Was it a mistake?": what was found stands, and is said once more.
bool Dialogue::Manager::questions_the_answer(const Turn& turn) {
  if (!turn.cues.doubts() || turn.takes_leave() || line_of(topic_.tool).empty()) return false;
  Request again;
  again.intent = topic_intent_;
  again.tool = topic_.tool;
  again.arguments = topic_.arguments;
  queue(std::move(again));
  return true;
}

void Dialogue::Manager::hear_open(const Turn& turn) {
  const bool after_answer = awaiting_ == Awaiting::anything_else;
  auto volunteered = turn.meant;
  volunteered.slots.zip.reset();  // of a search, not of the caller's home
  const auto taken =
      form_.member_proved() ? IdentityForm::Taken::nothing : form_.take(volunteered, turn.text, std::nullopt);
  const bool asides = take_asides(turn);
  if (take_requests(turn) || refers_back(turn) || questions_the_answer(turn)) {
    leaving_ = turn.takes_leave();
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave() || (after_answer && turn.has(Intent::deny) && !turn.cues.refuses() && !asides))
    return goodbye();
  if (asides) {
    not_understood_ = 0;
    if (running_.empty()) ask_again();
    return;
  }
  if (turn.cues.refuses()) return ask(Awaiting::offer_person, Line::identity_needed, Asked::confirm);
  if (after_answer && turn.has(Intent::affirm)) return ask(Awaiting::open, Line::what_more, Asked::open);
  if (taken == IdentityForm::Taken::filled || turn.cues.provider_office() || turn.cues.representative())
    return ask(Awaiting::open, Line::open_identified, Asked::open);
  if (turn.meant.slots.digits) return ask_again();
  if (turn.has(Intent::out_of_scope) && turn.meant.confidence >= kSure && not_understood_ == 0) {
    ++not_understood_;
    reply_.note("intent", "out_of_scope");
    say(Line::out_of_scope);
    return ask(Awaiting::open, Line::what_more, Asked::open);
  }
  not_understood();
}

void Dialogue::Manager::hear_need(const Turn& turn) {
  const bool answer_given = turn.has(Intent::provide_info) || turn.has(Intent::affirm) || !turn.has_task() ||
                            turn.has(current_->intent);
  if (turn.cues.never_mind() && !turn.has(Intent::provide_info) && current_->options.empty()) {
    current_.reset();
    awaiting_ = Awaiting::nothing;
    reply_.say(wording(Line::nothing_changed));
    return;
  }
  if (answer_given && requests_.answer(*current_, turn.meant, turn.text)) {
    if (turn.has(Intent::provide_info)) take_requests(turn);
    awaiting_ = Awaiting::nothing;
    not_understood_ = 0;
    return;
  }
  const bool asides = take_asides(turn);
  if (turn.has_task() && !(turn.has(current_->intent) && turn.meant.intents.size() == 1)) {
    // Something else instead of an answer: the question that was open is given up.
    current_.reset();
    take_requests(turn);
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (turn.has(Intent::deny) && !turn.has(Intent::provide_info)) {
    // None of these, or not after all.
    current_.reset();
    return ask(Awaiting::open, Line::what_more, Asked::open);
  }
  if (asides) {
    if (running_.empty()) ask_again();
    return;
  }
  not_understood();
}

void Dialogue::Manager::hear_confirmation(const Turn& turn) {
  if (turn.has(Intent::affirm) && !turn.has(Intent::deny)) {
    take_requests(turn);
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return run_current(true);
  }
  if (turn.has(Intent::deny) || turn.has(Intent::provide_info)) {
    not_understood_ = 0;
    if (requests_.correct(*current_, turn.meant, turn.text)) {
      awaiting_ = Awaiting::nothing;
      return;
    }
  }
  if (turn.has_task()) {
    current_.reset();
    take_requests(turn);
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.has(Intent::deny)) {
    if (can_be_corrected(*current_) && !turn.cues.never_mind())
      return ask(Awaiting::change, Line::what_to_change, Asked::open);
    current_.reset();
    reply_.say(wording(Line::nothing_changed));
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (take_asides(turn)) {
    if (running_.empty()) ask_again();
    return;
  }
  not_understood();
}

void Dialogue::Manager::hear_change(const Turn& turn) {
  if (requests_.correct(*current_, turn.meant, turn.text)) {
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  const bool another_task = turn.has_task() && !turn.has(current_->intent);
  current_.reset();
  awaiting_ = Awaiting::nothing;
  reply_.say(wording(Line::nothing_changed));
  if (another_task) take_requests(turn);
}

void Dialogue::Manager::hear_offer(const Turn& turn) {
  const bool appeal = awaiting_ == Awaiting::offer_appeal;
  if (turn.has(Intent::affirm) && !turn.has(Intent::deny)) {
    if (!appeal) return hand_over("accepted a person");
    Request request;
    request.intent = Intent::claim_appeal;
    request.tool = "start_appeal";
    request.arguments["claim_id"] = topic_.claim_id;
    queue(std::move(request));
    take_requests(turn);
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (!appeal && current_ && form_.take(turn.meant, turn.text, form_slot_) == IdentityForm::Taken::filled)
    return continue_identity();  // the number was found after all
  if (turn.cues.unsure() && !turn.has_task()) return not_understood();
  if (turn.has(Intent::deny) || turn.has_task()) {
    current_.reset();
    awaiting_ = Awaiting::nothing;
    if (!take_requests(turn) && turn.takes_leave()) goodbye();
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (take_asides(turn)) {
    if (running_.empty()) ask_again();
    return;
  }
  not_understood();
}

}  // namespace attendant::brain
