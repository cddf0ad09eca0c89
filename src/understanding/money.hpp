// Sums of money as callers say them: "$312.40", "fourteen hundred and nine dollars and twenty-five cents",
// "the two forty-seven fifty". Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "understanding/tokens.hpp"

namespace attendant::understanding {

struct Money {
  std::int64_t cents = 0;
  std::size_t first = 0, last = 0;  // tokens
};

// The sum that was said; after a correction the later one.
std::optional<Money> read_money(const Tokens& tokens, const std::vector<bool>& taken);

}  // namespace attendant::understanding
