// Written to spoken: "$150.00" is said "one hundred fifty dollars", "NW28319242" letter by letter and digit
// by digit. Pure; any thread. English (United States).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::speech {

// One stretch of written text and the words that are said for it, so that a cut in the audio finds its place
// in the text.
struct SpokenWord {
  std::size_t begin = 0, end = 0;  // in the written text
  std::string spoken;  // one or more words, may end in punctuation that makes a pause: , . ? ! ; :
};

std::vector<SpokenWord> spoken_words(std::string_view written);

// The whole text as it is said.
std::string spoken_form(std::string_view written);

}  // namespace attendant::speech
