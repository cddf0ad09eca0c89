#include "insurance/tool.hpp"

#include <algorithm>
#include <array>

#include "insurance/benefit_tools.hpp"
#include "insurance/billing_tools.hpp"
#include "insurance/claim_tools.hpp"
#include "insurance/contact_tools.hpp"

namespace attendant::insurance {

Tool find_tool(std::string_view name) {
  struct Row {
    std::string_view name;
    Tool tool;
  };
  static constexpr std::array<Row, 31> kTools = {{
      {"claim_status", claim_status},
      {"claim_denial", claim_denial},
      {"claim_appeal", claim_appeal},
      {"start_appeal", start_appeal},
      {"claim_cost", claim_cost},
      {"claim_documents", claim_documents},
      {"eob_copy", eob_copy},
      {"provider_claim_status", provider_claim_status},
      {"benefit_coverage", benefit_coverage},
      {"benefit_cost", benefit_cost},
      {"benefit_deductible", benefit_deductible},
      {"benefit_oop_max", benefit_oop_max},
      {"benefit_visits", benefit_visits},
      {"prior_auth", prior_auth},
      {"provider_search", provider_search},
      {"eligibility", eligibility},
      {"id_card", id_card},
      {"billing_balance", billing_balance},
      {"billing_due", billing_due},
      {"billing_change", billing_change},
      {"billing_dispute", billing_dispute},
      {"payment_status", payment_status},
      {"payment_plan", payment_plan},
      {"autopay", autopay},
      {"change_autopay", change_autopay},
      {"payment_where", payment_where},
      {"update_phone", update_phone},
      {"update_address", update_address},
      {"update_email", update_email},
      {"complaint", complaint},
      {"schedule_callback", schedule_callback},
  }};
  const auto found = std::ranges::find(kTools, name, &Row::name);
  return found == kTools.end() ? nullptr : found->tool;
}

}  // namespace attendant::insurance
