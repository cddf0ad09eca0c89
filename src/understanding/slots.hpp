// The values in a caller's words, in normal form. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "conversation/acts.hpp"
#include "understanding/understanding.hpp"

namespace attendant::understanding {

struct SlotReading {
  Slots slots;
  std::vector<std::string> member_id_readings;  // see Understanding
  std::optional<std::string> id_tail;           // see Understanding
  std::optional<int> day;                       // see Understanding
};

// `asked` decides what a bare number is; `today` decides two-digit years of birth.
SlotReading read_slots(std::string_view text, conversation::Asked asked, Date today);

// True when the last digit is the Luhn check digit of the eight digits of "NW12345678".
bool has_valid_check_digit(std::string_view member_id);

}  // namespace attendant::understanding
