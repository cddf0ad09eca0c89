#include "app/reading_judge.hpp"

#include <string>
#include <string_view>

#include "understanding/slots.hpp"

namespace attendant::app {
namespace {

using conversation::Asked;
using speech::Fit;

constexpr std::size_t kMemberId = 10;  // NW and eight digits
constexpr std::size_t kClaimId = 10;   // CLM and seven
constexpr std::size_t kIsoDate = 10;   // a partial one is shorter

Fit of_member_id(const understanding::SlotReading& reading) {
  const auto& id = reading.slots.member_id;
  if (!id || id->size() != kMemberId) return Fit::none;
  return understanding::has_valid_check_digit(*id) ? Fit::proven : Fit::form;
}

Fit of_length(const std::optional<std::string>& value, std::size_t length) {
  return value && value->size() == length ? Fit::form : Fit::none;
}

Fit fit(std::string_view text, Asked asked, Date today) {
  const auto reading = understanding::read_slots(text, asked, today);
  const auto& slots = reading.slots;
  switch (asked) {
    case Asked::ask_member_id:
      return of_member_id(reading);
    case Asked::ask_dob:
      return of_length(slots.dob, kIsoDate);
    case Asked::ask_claim:
      return slots.claim_id ? of_length(slots.claim_id, kClaimId)
                            : (slots.service_date || slots.provider || slots.service ? Fit::form : Fit::none);
    case Asked::ask_zip:
      return slots.zip ? Fit::form : Fit::none;
    case Asked::ask_phone:
      return slots.phone ? Fit::form : Fit::none;
    default:
      return Fit::none;
  }
}

}  // namespace

speech::JudgeReading reading_judge(Asked asked, Date today) {
  const bool particular = asked == Asked::ask_member_id || asked == Asked::ask_dob ||
                          asked == Asked::ask_claim || asked == Asked::ask_zip || asked == Asked::ask_phone;
  if (!particular) return nullptr;
  return [asked, today](std::string_view text) { return fit(text, asked, today); };
}

}  // namespace attendant::app
