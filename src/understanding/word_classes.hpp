// What kind of word it is, as far as it says whether a sentence can end in it. Pure; any thread.
#pragma once

#include <string_view>

namespace attendant::understanding {

// "det", "prep", "pron", "aux", "opens", "adv", "small" (yes, please), "number", "month", "verb", "topic"
// (claim, deductible), "digits", or "~" with the word's ending ("~ing", "~s"), by which strangers are known.
// `word`: lower case.
std::string_view word_class(std::string_view word);

}  // namespace attendant::understanding
