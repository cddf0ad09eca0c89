#include "speech/clauses.hpp"

#include <cstddef>

#include "base/text.hpp"
#include "speech/spoken_lexicon.hpp"

namespace attendant::speech {
namespace {

constexpr std::size_t kFewestWords = 4;  // of a clause that ends at a comma: shorter ones sound chopped

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// The text up to and including the mark at `end` - 1: is that mark the end of a sentence?
bool ends_sentence(std::string_view head, std::string_view rest) {
  const char mark = head.back();
  if (mark == '?' || mark == '!') return true;
  if (mark != '.') return false;
  const std::size_t word_begin = head.find_last_of(" \n\t\r") + 1;
  std::string_view word = head.substr(word_begin == std::string_view::npos + 1 ? 0 : word_begin);
  const std::string_view next = trim(rest);
  if (next.empty()) return true;
  const bool next_is_capital = next[0] >= 'A' && next[0] <= 'Z';
  // "p.m." may end a sentence, "Dr." before a name does not.
  const std::string key = lower(word);
  if (key == "a.m." || key == "p.m." || key == "etc.") return next_is_capital;
  if (key == "st." || expand_abbreviation(word)) return false;
  const bool is_initial = word.size() == 2 && word[0] >= 'A' && word[0] <= 'Z';
  return !is_initial;
}

}  // namespace

std::vector<std::string_view> split_clauses(std::string_view text) {
  std::vector<std::string_view> clauses;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    if (end < text.size()) {
      // A mark counts only before white space: "$1,250.00" and "2:30" have none after theirs. A quote may
      // stand between.
      if (!is_space(text[end])) continue;
      std::string_view head = text.substr(begin, end - begin);
      while (!head.empty() && (head.back() == '"' || head.back() == '\'' || head.back() == ')'))
        head.remove_suffix(1);
      if (head.empty()) continue;
      const bool pauses = head.back() == ',' || head.back() == ';' || head.back() == ':';
      const bool long_enough = split_words(head).size() >= kFewestWords;
      if (!ends_sentence(head, text.substr(end)) && !(pauses && long_enough)) continue;
    }
    const std::string_view clause = trim(text.substr(begin, end - begin));
    if (!clause.empty()) clauses.push_back(clause);
    begin = end;
  }
  return clauses;
}

}  // namespace attendant::speech
