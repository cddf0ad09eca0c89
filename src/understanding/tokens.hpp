// Words of a caller's sentence, each with its place in the text. Pure; any thread.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::understanding {

struct Token {
  std::string
      word;  // lower case, accents folded; "don't" is one word, "21st" is "21", "CLM77" is "clm" and "77"
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  bool capital = false;  // written with a capital first letter
  bool ordinal = false;  // digits that were written with st, nd, rd or th
  bool comma = false;    // a comma stands before it
  bool stop = false;     // a sentence ended before it, or it is the first
  char joint = 0;        // '-', '/', '.', '$', '#' or '\'' that stands directly before it
};
using Tokens = std::vector<Token>;

// A masked number ("[card ending 4242]") is one token. Bytes that are no UTF-8 are skipped.
Tokens tokenize(std::string_view text);

bool is_number(const Token& token);     // digits only
bool is_filler(std::string_view word);  // "uh", "um", "well", ...

// Whether the words stand at `at`: words_at(tokens, i, {"as", "in"}).
bool words_at(const Tokens& tokens, std::size_t at, std::initializer_list<std::string_view> words);
// Whether a phrase of words with single spaces stands anywhere, or at `at`.
bool has_phrase(const Tokens& tokens, std::string_view phrase);
std::size_t phrase_at(const Tokens& tokens, std::size_t at,
                      std::string_view phrase);  // its length in words, or 0

// All words with single spaces and one space at each end: a simple text to look for phrases in (" my card ").
std::string padded_words(const Tokens& tokens);
std::string padded_words(const Tokens& tokens, std::size_t first, std::size_t last);

bool contains_word(const Tokens& tokens, std::size_t first, std::size_t last,
                   std::initializer_list<std::string_view> words);

}  // namespace attendant::understanding
