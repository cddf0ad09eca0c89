#include "brain/dialogue/tool_of_intent.hpp"

#include <algorithm>
#include <array>

namespace attendant::brain {

using understanding::Intent;
using understanding::Slots;

namespace {

struct Rule {
  Intent intent;
  std::string_view tool;
};

constexpr std::array kRules = {
    Rule{Intent::claim_status, "claim_status"},
    Rule{Intent::claim_denial, "claim_denial"},
    Rule{Intent::claim_appeal, "claim_appeal"},
    Rule{Intent::claim_cost, "claim_cost"},
    Rule{Intent::claim_documents, "claim_documents"},
    Rule{Intent::eob_copy, "eob_copy"},
    Rule{Intent::benefit_coverage, "benefit_coverage"},
    Rule{Intent::benefit_cost, "benefit_cost"},
    Rule{Intent::benefit_deductible, "benefit_deductible"},
    Rule{Intent::benefit_oop_max, "benefit_oop_max"},
    Rule{Intent::benefit_visits, "benefit_visits"},
    Rule{Intent::prior_auth, "prior_auth"},
    Rule{Intent::provider_search, "provider_search"},
    Rule{Intent::eligibility, "eligibility"},
    Rule{Intent::id_card, "id_card"},
    Rule{Intent::billing_balance, "billing_balance"},
    Rule{Intent::billing_due, "billing_due"},
    Rule{Intent::billing_change, "billing_change"},
    Rule{Intent::billing_dispute, "billing_dispute"},
    Rule{Intent::payment_status, "payment_status"},
    Rule{Intent::payment_make, "payment_where"},
    Rule{Intent::payment_plan, "payment_plan"},
    Rule{Intent::autopay, "autopay"},
    Rule{Intent::update_details, "update_details"},
    Rule{Intent::complaint, "complaint"},
};

}  // namespace

bool is_claim_tool(std::string_view tool) {
  return tool.starts_with("claim_") || tool == "start_appeal" || tool == "eob_copy";
}

bool is_task(Intent intent) {
  return intent != Intent::complaint && std::ranges::find(kRules, intent, &Rule::intent) != kRules.end();
}

std::string_view line_of(std::string_view tool) {
  if (is_claim_tool(tool) || tool == "provider_claim_status") return "claim";
  if (tool.starts_with("benefit_") || tool == "prior_auth" || tool == "provider_search") return "benefit";
  if (tool.starts_with("billing_") || tool.starts_with("payment_") || tool.ends_with("autopay"))
    return "billing";
  return "";
}

std::string tool_of_intent(Intent intent, const Slots& slots, const Cues& cues, const Topic& topic) {
  const auto* rule = std::ranges::find(kRules, intent, &Rule::intent);
  if (rule == kRules.end()) return {};
  const bool after_claim = !topic.claim_id.empty() && line_of(topic.tool) == "claim";
  const bool about_money = intent == Intent::billing_balance || intent == Intent::billing_dispute ||
                           intent == Intent::payment_make || intent == Intent::billing_due ||
                           (intent == Intent::benefit_cost && !slots.service);
  if (after_claim && about_money && cues.asks_whether_to_pay()) return "claim_cost";
  if (about_money && cues.asks_whether_to_pay_twice()) return "claim_cost";
  // "but the June visit was paid": about another claim, no dispute of a bill.
  if (after_claim && intent == Intent::billing_dispute && (slots.service_date || slots.service))
    return "claim_status";
  if (topic.tool == "billing_change" && intent == Intent::billing_dispute && cues.doubts())
    return "billing_change";
  if (intent == Intent::payment_status && cues.about_visit()) return "claim_status";
  if (cues.to_be_current()) return "billing_balance";
  if (cues.about_old_claims()) return "eligibility";
  // Autopay knows when it draws next, and why it did not.
  if (intent == Intent::billing_due && cues.speaks_of_autopay()) return "autopay";
  // An amount that was billed is a claim's; a benefit has none yet.
  if (intent == Intent::benefit_cost && slots.amount) return "claim_cost";
  // "Is my son covered": at all, for no service is named.
  const bool of_somebody = slots.relation || slots.person || cues.own();
  if (intent == Intent::benefit_coverage && !slots.service && !slots.drug && of_somebody &&
      cues.asks_who_is_covered())
    return "eligibility";
  if (is_claim_tool(rule->tool) && cues.why_not_month()) return "claim_denial";
  if (is_claim_tool(rule->tool) && cues.about_equal_claims() && !cues.claim_status()) return "claim_status";
  // "He went to some doctor in September, what was that claim": no doctor is looked for.
  if (intent == Intent::provider_search && cues.same_claim() && (slots.service_date || slots.relation))
    return "claim_status";
  if (intent == Intent::claim_appeal && cues.wants_appeal_filed()) return "start_appeal";
  if (intent == Intent::autopay && cues.autopay_action()) return "change_autopay";
  if (intent == Intent::update_details) {
    const auto detail = cues.detail();
    if (!detail) return "update_details";
    switch (*detail) {
      case Detail::phone:
        return "update_phone";
      case Detail::address:
        return "update_address";
      case Detail::email:
        return "update_email";
      case Detail::dependant:
        return {};
    }
  }
  return std::string(rule->tool);
}

}  // namespace attendant::brain
