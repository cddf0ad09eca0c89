#include <utility>

#include "brain/dialogue/manager.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::AuthLevel;
using understanding::Intent;
using Taken = IdentityForm::Taken;

namespace {
constexpr int kMostQuestions = 3;       // of the same slot, then a person
constexpr int kMostVerifications = 3;   // that fail, then a person
constexpr float kClearlyHeard = 0.55F;  // below it an id is read back
}  // namespace

bool Dialogue::Manager::verified_for(const std::string& level) const {
  if (level == "member_zip") return identity_.level == AuthLevel::member_zip;
  if (level == "member") return identity_.known();
  return identity_.known();  // "self": only the member's own verification helps
}

void Dialogue::Manager::begin_identity(const std::string& level) {
  wanted_level_ = level;
  if (level == "member_zip") form_.want_zip();
  slot_asked_ = 0;
  continue_identity();
}

void Dialogue::Manager::continue_identity() {
  if (const auto doubt = form_.in_doubt()) {
    const auto line = *doubt == form_.claim_id() ? Line::office_claim_confirm : Line::member_id_confirm;
    return ask(Awaiting::doubt, words(line, 0, {{"id", *doubt}}), {Asked::confirm, 0, false});
  }
  if (const auto slot = form_.missing()) return ask_slot(*slot);
  verify();
}

void Dialogue::Manager::ask_slot(IdentityForm::Slot slot) {
  if (slot != form_slot_) slot_asked_ = 0;
  form_slot_ = slot;
  if (slot_asked_ >= kMostQuestions) {
    say(Line::cannot_understand);
    return hand_over("could not be identified");
  }
  ask(Awaiting::identity, words(question_for(slot, slot_asked_)), listening_for(slot));
  ++slot_asked_;
}

void Dialogue::Manager::hear_identity(const Turn& turn) {
  const bool reading_back = awaiting_ == Awaiting::doubt;
  // Any words are a name, except those that ask for something.
  const bool name_asked =
      form_slot_ == IdentityForm::Slot::provider || form_slot_ == IdentityForm::Slot::own_name;
  const bool no_answer = reading_back || (name_asked && surely_asks(turn) && !turn.meant.slots.provider);
  const auto slot = no_answer ? std::optional<IdentityForm::Slot>() : form_slot_;
  const auto before = form_.member_id();
  const auto taken = form_.take(turn.meant, turn.text, slot);
  if (form_.member_id() != before && turn.confidence < kClearlyHeard) form_.doubt_member_id();
  take_requests(turn);

  if (taken == Taken::filled) {
    if (reading_back && turn.has(Intent::deny)) form_.settle_doubt();  // corrected by the caller
    awaiting_ = Awaiting::nothing;
    return continue_identity();
  }
  if (taken == Taken::partial)
    return ask(Awaiting::identity, words(Line::member_id_rest, 0, {{"digits", form_.partial_member_id()}}),
               listening_for(IdentityForm::Slot::member_id));
  if (taken == Taken::no_year)
    return ask(Awaiting::identity, words(Line::dob_year), listening_for(IdentityForm::Slot::dob));
  if (taken == Taken::wrong) {
    if (slot_asked_ <= 1 && form_slot_ == IdentityForm::Slot::member_id) {
      ++slot_asked_;
      return ask(Awaiting::identity, words(Line::member_id_wrong), listening_for(form_slot_));
    }
    return ask_slot(form_slot_);
  }
  if (reading_back) {
    if (turn.has(Intent::affirm) && !turn.has(Intent::deny)) {
      form_.settle_doubt();
      return continue_identity();
    }
    if (turn.has(Intent::deny)) {
      form_.reject_doubt();
      return continue_identity();
    }
  }
  if (turn.takes_leave()) return goodbye();
  if (hear_aside(turn)) return;
  if (turn.cues.refuses() || turn.cues.has_not_at_hand() || turn.has(Intent::deny)) {
    reply_.note("identity", "not given");
    const auto line = form_slot_ == IdentityForm::Slot::zip ? Line::zip_needed : Line::identity_needed;
    return ask(Awaiting::offer_person, line, Asked::confirm);
  }
  if (reading_back) return not_understood();
  if (turn.has_task()) return ask_again();
  ask_slot(form_slot_);
}

void Dialogue::Manager::verify() {
  auto verification = form_.verification();
  awaiting_ = Awaiting::nothing;
  running_[call_tool(verification.tool, std::move(verification.arguments), false)] = Purpose::verification;
}

void Dialogue::Manager::finish_verification(const ToolAnswer& answer) {
  if (answer.outcome == Outcome::ok) {
    const bool first = !form_.member_proved();
    form_.proved();
    reply_.note("identity", first ? "member" : "member_zip");
    const auto* name = answer.facts.if_contains("given_name");
    if (first && name != nullptr && name->is_string()) name_ = name->get_string();
    slot_asked_ = 0;
    if (wanted_level_ == "member_zip" && !verified_for(wanted_level_)) return continue_identity();
    return;  // proceed() calls the tool again
  }
  if (answer.outcome == Outcome::failed) {
    current_.reset();
    say(Line::tool_failed);
    return ask(Awaiting::offer_person, Line::offer_person, Asked::confirm);
  }
  ++failed_verifications_;
  reply_.note("identity", "failed");
  const auto* locked = answer.facts.if_contains("locked");
  const bool closed = locked != nullptr && locked->is_bool() && locked->get_bool();
  form_.forget();
  slot_asked_ = 1;  // asked again in the plainer words
  form_slot_ = form_.missing().value_or(IdentityForm::Slot::member_id);
  // The same sentence whatever it was that did not match.
  reply_.say(words(Line::identity_failed));
  if (closed || failed_verifications_ >= kMostVerifications) {
    reply_.say(words(Line::identity_final));
    return hand_over("could not be identified");
  }
  continue_identity();
}

}  // namespace attendant::brain
