// Whether a caller stopped in the middle of a number: how many digits the words end in, whether they are an
// id of a known form, whether a date is whole. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "conversation/number_words.hpp"

namespace attendant::conversation {

// The digits that the words end in, said in one go (with "uh", "and", "dash" between).
struct TrailingDigits {
  int count = 0;
  std::optional<int> length;  // of the kind of number that the words before it name: "N W", "claim number"
  bool part_of_one = false;   // "the last digits are ...", "not ...": complete as it stands
};
std::optional<TrailingDigits> trailing_digits(const SpokenWords& words,
                                              const std::vector<SpokenNumber>& numbers);

// "N W", "C L M" and nothing behind it.
bool ends_in_id_prefix(const SpokenWords& words);

// A number was taken back and no other given yet: "nine eight, no,", "August thirteenth, no wait".
bool ends_in_correction(const SpokenWords& words, const std::vector<SpokenNumber>& numbers);

// What words that end in a date have said of it.
enum class DateEvidence { none, begun, perhaps, whole };
// Without a month's name numbers count as a date only if `numeric` says that one was asked for.
DateEvidence date_at_end(const SpokenWords& words, const std::vector<SpokenNumber>& numbers, bool numeric);

}  // namespace attendant::conversation
