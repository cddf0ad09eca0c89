#include "speech/clauses.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>

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

constexpr std::size_t kLongOpening = 7;    // words; up to here the first clause is said as it is
constexpr std::size_t kShortestStart = 3;  // words before the cut
constexpr std::size_t kLongestStart = 6;
constexpr std::size_t kBestStart = 4;  // about a second and a half: enough to synthesise what follows
constexpr std::size_t kShortestRest = 3;

// A new part of the sentence begins with these: a speaker pauses before them.
constexpr std::array<std::string_view, 19> kStrong = {
    "because", "but", "so",  "until", "while", "which", "that", "who", "if",   "when",
    "is",      "was", "are", "were",  "costs", "needs", "has",  "and", "where"};
// A short break before these does no harm.
constexpr std::array<std::string_view, 12> kWeak = {"on", "for",   "in",     "from", "by", "with",
                                                    "at", "after", "before", "to",   "or", "will"};
// They may stand inside a name or a number: "Smith and Jones", "Center for Women", "2 to 12".
constexpr std::array<std::string_view, 7> kInsideNames = {"and", "or", "for", "in", "at", "to", "with"};
constexpr std::size_t kWeakIsWorseBy = 2;  // words away from the best place

bool is_one_of(std::span<const std::string_view> list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_number(std::string_view word) {
  constexpr std::array<std::string_view, 4> kNumberWords = {"hundred", "thousand", "dollars", "half"};
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; }) ||
         is_one_of(kNumberWords, word);
}
bool is_name_or_number(std::string_view word) {
  return (word[0] >= 'A' && word[0] <= 'Z') || is_number(word);
}

// How bad a pause before words[at] is; nothing when there must not be one.
std::optional<std::size_t> badness(std::span<const std::string_view> words, std::size_t at) {
  const std::string_view before = words[at - 1], joiner = words[at], after = words[at + 1];
  const bool strong = is_one_of(kStrong, joiner);
  if (!strong && !is_one_of(kWeak, joiner)) return std::nullopt;
  // "paid for | in full" would leave a joiner hanging.
  if (is_one_of(kStrong, before) || is_one_of(kWeak, before)) return std::nullopt;
  const bool inside = is_one_of(kInsideNames, joiner) && is_name_or_number(before) &&
                      (is_name_or_number(after) || is_number(before));
  if (inside) return std::nullopt;
  const std::size_t away = at > kBestStart ? at - kBestStart : kBestStart - at;
  return away + (strong ? 0 : kWeakIsWorseBy);
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

std::vector<std::string_view> split_opening(std::string_view clause) {
  const auto words = split_words(clause);
  if (words.size() <= kLongOpening) return {clause};
  std::optional<std::size_t> best, least;
  for (std::size_t at = kShortestStart; at <= kLongestStart && at + kShortestRest <= words.size(); ++at) {
    const auto bad = badness(words, at);
    if (!bad || (least && *bad >= *least)) continue;
    best = at;
    least = bad;
  }
  if (!best) return {clause};
  const auto cut = static_cast<std::size_t>(words[*best].data() - clause.data());
  return {trim(clause.substr(0, cut)), trim(clause.substr(cut))};
}

}  // namespace attendant::speech
