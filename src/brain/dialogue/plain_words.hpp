// The words of a text, made alike so that they can be compared. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::brain {

// Lower-case words without punctuation, as they were said: "don't" -> "dont".
std::vector<std::string> bare_words(std::string_view text);

// "third" and "3rd" -> "3"; any other word as it is.
std::string figures(std::string word);

// The same made alike; letters spelled one by one are joined ("m r i" -> "mri"), number
// words become figures ("september third" -> "september 3").
std::vector<std::string> plain_words(std::string_view text);
std::string plain(std::string_view text);  // the same, joined by single blanks

// As said, but with letters spelled one by one joined: "an M R I" -> "an MRI".
std::string with_joined_letters(std::string_view text);

// "no, no, the x-ray" and "no, not the MRI, the x-ray" -> "the x-ray"; empty when it does not begin with a no
// or holds nothing else.
std::string_view text_after_no(std::string_view text);

}  // namespace attendant::brain
