#include "brain/dialogue/guess.hpp"

namespace attendant::brain {

using understanding::Intent;

namespace {
// Measured on callers who were not trained on: first intents below kSureEnough are wrong more often than
// right, and below kNothing they say nothing at all.
constexpr float kSureEnough = 0.2F;
constexpr float kNothing = 0.1F;
}  // namespace

Certainty certainty_of(const understanding::Understanding& meant) {
  if (meant.confidence >= kSureEnough || meant.slots.claim_id) return Certainty::sure;
  return meant.confidence >= kNothing ? Certainty::guess : Certainty::none;
}

std::string_view question_whether(Intent intent) {
  switch (intent) {
    case Intent::claim_status:
      return "You want to know where your claim stands?";
    case Intent::claim_denial:
      return "You want to know why a claim was denied?";
    case Intent::claim_appeal:
      return "You want to appeal a claim?";
    case Intent::claim_cost:
      return "You want to know what you owe for a claim?";
    case Intent::claim_documents:
      return "You want to know which documents a claim needs?";
    case Intent::eob_copy:
      return "You want a copy of an explanation of benefits?";
    case Intent::benefit_coverage:
      return "You want to know whether something is covered?";
    case Intent::benefit_cost:
      return "You want to know what a service costs you?";
    case Intent::benefit_deductible:
      return "You want to know about your deductible?";
    case Intent::benefit_oop_max:
      return "You want to know about your out-of-pocket maximum?";
    case Intent::benefit_visits:
      return "You want to know how many visits you have left?";
    case Intent::prior_auth:
      return "You want to know about a prior authorization?";
    case Intent::provider_search:
      return "You're looking for a doctor or a facility?";
    case Intent::eligibility:
      return "You want to know whether your coverage is active?";
    case Intent::id_card:
      return "You need a new member card?";
    case Intent::billing_balance:
      return "You want to know what you owe?";
    case Intent::billing_due:
      return "You want to know when your bill is due?";
    case Intent::billing_change:
      return "You want to know why your bill changed?";
    case Intent::billing_dispute:
      return "You think that a bill is wrong?";
    case Intent::payment_status:
      return "You want to know whether a payment arrived?";
    case Intent::payment_make:
      return "You want to make a payment?";
    case Intent::payment_plan:
      return "You want to pay a bill in parts?";
    case Intent::autopay:
      return "Is it about automatic payments?";
    case Intent::update_details:
      return "You want to change your address, your phone number or your email?";
    default:
      return {};
  }
}

}  // namespace attendant::brain
