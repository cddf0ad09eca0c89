#include "insurance/changes.hpp"

#include <array>

namespace attendant::insurance {

bool sets_value(const Change& change) {
  return std::holds_alternative<SetAutopay>(change) || std::holds_alternative<SetPhone>(change) ||
         std::holds_alternative<SetAddress>(change) || std::holds_alternative<SetEmail>(change);
}

std::string_view kind(const Change& change) {
  static constexpr std::array<std::string_view, std::variant_size_v<Change>> kKinds = {
      "start_appeal", "resend_eob",  "send_card", "open_dispute",   "start_payment_plan", "set_autopay",
      "set_phone",    "set_address", "set_email", "file_complaint", "schedule_callback",  "done_outside"};
  return kKinds[change.index()];
}

}  // namespace attendant::insurance
