// The values in a sentence of an agent that must be true: amounts, dates, ids, percentages, telephone
// numbers. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::lab {

struct SpokenValue {
  enum class Kind { amount, date, id, percent, phone };
  Kind kind = Kind::amount;
  std::string text;  // as written: "$1,638.15", "2026-08-18", "CLM4532427", "20%", "+13125550180"
};

std::vector<SpokenValue> values_in(std::string_view sentence);

}  // namespace attendant::lab
