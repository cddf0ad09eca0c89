// The words, figures and marks of a sentence with their places: what the readers of this room look at. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::guard {

struct Word {
  enum class Kind { letters, figure, mark };
  Kind kind = Kind::mark;
  std::string text;  // letters in lower case, inner apostrophes kept; a figure without its commas: "1638.15"
  std::size_t begin = 0, end = 0;  // bytes of the sentence
  bool capital = false;            // its first letter is
  bool joined = false;             // nothing stands between it and the word before
};

std::vector<Word> words_of(std::string_view text);

// Whether the words stand at `at`, marks not skipped.
bool words_at(const std::vector<Word>& words, std::size_t at, std::string_view phrase);
// Whether they stand anywhere.
bool has_words(const std::vector<Word>& words, std::string_view phrase);

}  // namespace attendant::guard
