// Numbers as an agent writes or spells them: "1,638.15", "one hundred forty-three", "two eight three one",
// "twenty twenty-six". Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "guard/word_scan.hpp"

namespace attendant::guard {

struct SpokenNumber {
  std::int64_t value = 0;           // whole part; of a string of digits its first 18
  std::optional<int> hundredths;    // "143.34" -> 34
  std::string digits;               // as a string of digits: "2831", "2026"
  bool single_one = false;          // the word "one" alone, which mostly counts nothing
  bool ordinal = false;             // "third", "3rd"
  std::size_t first = 0, last = 0;  // words [first, last)
};

// The number that begins at `at`.
std::optional<SpokenNumber> number_at(const std::vector<Word>& words, std::size_t at);

}  // namespace attendant::guard
