// What a tool decided to write. A tool returns a Change; the record store carries it out, once per
// idempotency key, and gives it a reference number. Values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "insurance/records.hpp"

namespace attendant::insurance {

struct StartAppeal {
  std::string claim_id;
  Date filed_date, decision_due;
};
struct ResendEob {
  std::string eob_id;
};
struct SendCard {};
struct OpenDispute {
  std::string invoice_id, reason;
  Date opened_date, resolution_due;
};
struct StartPaymentPlan {
  std::string invoice_id;
  std::vector<Installment> installments;
};
struct SetAutopay {
  bool enrolled = false;
};
struct SetPhone {
  std::string phone;  // E.164
};
struct SetAddress {
  Address address;
};
struct SetEmail {
  std::string email;
};
struct FileComplaint {
  std::string text;
};
struct ScheduleCallback {
  std::string phone, topic;
};

// Done by a tool from elsewhere, which answered for it; kept here so that it is not done twice.
struct DoneOutside {
  std::string tool, arguments;  // JSON
};

using Change = std::variant<StartAppeal, ResendEob, SendCard, OpenDispute, StartPaymentPlan, SetAutopay,
                            SetPhone, SetAddress, SetEmail, FileComplaint, ScheduleCallback, DoneOutside>;

// Stands in an answer for the reference number that the store will give.
inline constexpr std::string_view kReference = "{reference}";

// Whether it sets a value that a later change of the kind sets anew: a telephone number, not a copy by mail.
bool sets_value(const Change& change);

// "start_appeal", "resend_eob", ...: the kind under which a change is kept.
std::string_view kind(const Change& change);

}  // namespace attendant::insurance
