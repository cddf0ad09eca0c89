#include "understanding/understanding.hpp"

#include <algorithm>
#include <array>

namespace attendant::understanding {
namespace {

constexpr std::array<std::string_view, kIntents> kNames{
    "claim_status",     "claim_denial",    "claim_appeal",
    "claim_cost",       "claim_documents", "eob_copy",
    "benefit_coverage", "benefit_cost",    "benefit_deductible",
    "benefit_oop_max",  "benefit_visits",  "prior_auth",
    "provider_search",  "eligibility",     "id_card",
    "billing_balance",  "billing_due",     "billing_change",
    "billing_dispute",  "payment_status",  "payment_make",
    "payment_plan",     "autopay",         "update_details",
    "provide_info",     "affirm",          "deny",
    "repeat",           "hold_on",         "human",
    "spanish",          "emergency",       "complaint",
    "goodbye",          "smalltalk",       "out_of_scope"};

}  // namespace

std::string_view to_string(Intent intent) { return kNames.at(static_cast<std::size_t>(intent)); }

std::optional<Intent> intent_from(std::string_view name) {
  const auto it = std::ranges::find(kNames, name);
  if (it == kNames.end()) return std::nullopt;
  return static_cast<Intent>(it - kNames.begin());
}

}  // namespace attendant::understanding
