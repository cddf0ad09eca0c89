// English words for numbers, as they are said and as recognisers write them. Words in lower case. Pure; any
// thread.
#pragma once

#include <optional>
#include <string_view>

namespace attendant {

std::optional<int> digit_word(std::string_view word);    // "seven", "oh", "niner"
std::optional<int> teen_word(std::string_view word);     // "ten" to "nineteen"
std::optional<int> tens_word(std::string_view word);     // "twenty" to "ninety"
std::optional<int> ordinal_word(std::string_view word);  // "first" to "twentieth", "thirtieth"
// Other words that sound like a digit and are written for it: "to", "for", "ate". Digits among digits only.
std::optional<int> digit_homophone(std::string_view word);

}  // namespace attendant
