// The numbers among a caller's words, as far as the end of a turn depends on them. What they mean is the
// understanding's business. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::conversation {

struct SpokenWord {
  std::string text;  // lower case
  char after = 0;    // the punctuation mark behind it, if there is one
};
using SpokenWords = std::vector<SpokenWord>;

SpokenWords spoken_words(std::string_view text);

// One number said in one go: "seven", "double four", "twenty one", "28319242".
struct SpokenNumber {
  std::size_t first = 0, last = 0;  // words [first, last)
  int digits = 0;                   // how many digits it is written with
  int value = 0;                    // up to four digits
  bool ordinal = false;             // "fourteenth": a day, never part of an id
  bool vague = false;               // "one", "oh", "to", "for": a number only in company
};

// Left to right. "to", "for", "ate" are numbers only among numbers, as recognisers write them.
std::vector<SpokenNumber> numbers_in(const SpokenWords& words);

}  // namespace attendant::conversation
