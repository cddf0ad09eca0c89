// Spoken and written numbers: single ones ("twenty third"), sums ("fourteen hundred and nine") and strings of
// digits
// ("two oh double six, fifteen"). Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "understanding/tokens.hpp"

namespace attendant::understanding {

// One number as it is spoken in one go.
struct Number {
  std::string digits;  // as a string of digits: "oh" is "0", "double five" is "55", "twenty one" is "21"
  std::string apart;   // the other way to write it down, if there is one: "twenty one" is also "201"
  int value = 0;       // of digits, at most six of them
  bool ordinal = false;
  bool spoken_digit = false;        // one spoken digit
  std::size_t first = 0, last = 0;  // tokens [first, last)
};

// The number that begins at `at`.
std::optional<Number> number_at(const Tokens& tokens, std::size_t at);
// A word that is a digit only among digits, as recognisers write them: "for", "to", "ate", "won".
std::optional<Number> homophone_at(const Tokens& tokens, std::size_t at);

// A cardinal number with hundreds and thousands, as sums are said: value, and where it ends.
struct Cardinal {
  long long value = 0;
  std::size_t last = 0;
};
std::optional<Cardinal> cardinal_at(const Tokens& tokens, std::size_t at);

// Numbers in one go, with nothing but fillers between them.
struct DigitRun {
  std::vector<Number> numbers;
  std::size_t first = 0, last = 0;
  std::string digits() const;
};
// All runs from `first` to `last`, left to right. `taken[i]` keeps token i out. Directly behind the prefix of
// an id a homophone is a digit, too.
std::vector<DigitRun> digit_runs(const Tokens& tokens, std::size_t first, std::size_t last,
                                 const std::vector<bool>& taken, bool after_prefix = false);

}  // namespace attendant::understanding
