#include "guard/word_scan.hpp"

#include "base/text.hpp"

namespace attendant::guard {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// "1,638.15" is one figure; "May 4, 2026" has two.
std::size_t figure_end(std::string_view text, std::size_t at) {
  auto end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  while (end + 3 < text.size() && text[end] == ',' && end - at <= 3 && is_digit(text[end + 1]) &&
         is_digit(text[end + 2]) && is_digit(text[end + 3]) &&
         (end + 4 >= text.size() || !is_digit(text[end + 4]))) {
    end += 4;
    at = end - 3;
  }
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) {
    ++end;
    while (end < text.size() && is_digit(text[end])) ++end;
  }
  return end;
}

std::size_t letters_end(std::string_view text, std::size_t at) {
  auto end = at;
  while (end < text.size() &&
         (is_letter(text[end]) || (text[end] == '\'' && end + 1 < text.size() && is_letter(text[end + 1]))))
    ++end;
  return end;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    Word word{.text = {}, .begin = at};
    if (is_digit(text[at])) {
      word.kind = Word::Kind::figure;
      word.end = figure_end(text, at);
      word.text = replace_all(text.substr(at, word.end - at), ",", "");
    } else if (is_letter(text[at])) {
      word.kind = Word::Kind::letters;
      word.end = letters_end(text, at);
      word.text = lower(replace_all(text.substr(at, word.end - at), "\xE2\x80\x99", "'"));
      word.capital = text[at] >= 'A' && text[at] <= 'Z';
    } else {
      word.end = at + 1;
      word.text = text.substr(at, 1);
    }
    word.joined = !words.empty() && words.back().end == word.begin;
    at = word.end;
    words.push_back(std::move(word));
  }
  return words;
}

bool words_at(const std::vector<Word>& words, std::size_t at, std::string_view phrase) {
  for (const auto part : split_words(phrase)) {
    if (at >= words.size() || words[at].text != part) return false;
    ++at;
  }
  return true;
}

bool has_words(const std::vector<Word>& words, std::string_view phrase) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words_at(words, i, phrase)) return true;
  return false;
}

}  // namespace attendant::guard
