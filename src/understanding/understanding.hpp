// What a caller meant: intents in the order said, and the values said with them. Values; any thread.
// Labels and normal forms: data/dialogue/LABELS.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/acts.hpp"

namespace attendant::understanding {

enum class Intent {
  claim_status,
  claim_denial,
  claim_appeal,
  claim_cost,
  claim_documents,
  eob_copy,
  benefit_coverage,
  benefit_cost,
  benefit_deductible,
  benefit_oop_max,
  benefit_visits,
  prior_auth,
  provider_search,
  eligibility,
  id_card,
  billing_balance,
  billing_due,
  billing_change,
  billing_dispute,
  payment_status,
  payment_make,
  payment_plan,
  autopay,
  update_details,
  provide_info,
  affirm,
  deny,
  repeat,
  hold_on,
  human,
  spanish,
  emergency,
  complaint,
  goodbye,
  smalltalk,
  out_of_scope,
};
inline constexpr int kIntents = 36;
std::string_view to_string(Intent intent);
std::optional<Intent> intent_from(std::string_view name);

// Only what was said; after a self-correction only the final value.
struct Slots {
  std::optional<std::string> member_id;     // "NW" + digits as said; may be partial
  std::optional<std::string> claim_id;      // "CLM" + digits as said
  std::optional<std::string> dob;           // ISO, "YYYY-MM" or "--MM-DD" where the rest was not said
  std::optional<std::string> service_date;  // ISO, "YYYY-MM", "--MM" or "--MM-DD"
  std::optional<std::string> zip, phone;    // 5 and 10 digits
  std::optional<std::int64_t> amount;       // cents
  std::optional<std::string> service;       // one of LABELS.md
  std::optional<std::string> provider, person, relation, drug, language;  // as said, lower case
  std::optional<std::string> digits;       // card, account or government number: mask it, never keep it
  std::optional<std::string> date_phrase;  // "last tuesday"
};

struct Understanding {
  std::vector<Intent> intents;  // in the order said; never empty (out_of_scope when nothing fits)
  Slots slots;
  float confidence = 0.0F;  // 0..1, of the first intent
  // Other readings of the member id, best first, when the words allow several ("twenty one" = 21 or 20 1).
  // Those with a valid check digit come first.
  std::vector<std::string> member_id_readings;
  std::optional<std::string>
      id_tail;             // "the last digits are one oh eight" -> "108": corrects the end of an id
  std::optional<int> day;  // "no, the fourteenth" -> 14: a day of the month said without its month
};

}  // namespace attendant::understanding
