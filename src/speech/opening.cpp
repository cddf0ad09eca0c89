#include "speech/opening.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "base/text.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::speech {
namespace {

// All in words as they are said.
constexpr std::size_t kLongOpening = 7;    // up to here the first clause is said as it is
constexpr std::size_t kShortestStart = 3;  // before the cut
constexpr std::size_t kShortestBeforeComma = 2;
constexpr std::size_t kLongestStart = 9;
constexpr std::size_t kBestStart = 4;  // about a second and a half: enough to synthesise what follows
constexpr std::size_t kShortestRest = 3;
constexpr std::size_t kLongNumber = 5;  // "N W zero two ...", "seven hundred forty seven dollars and ..."

// A new part of the sentence begins with these: a speaker pauses before them. "I" and "we" begin the main
// clause after "For a provider's office".
constexpr std::array<std::string_view, 14> kStrong = {"because", "but",   "so",  "until", "while",
                                                      "which",   "that",  "who", "if",    "when",
                                                      "and",     "where", "I",   "we"};
// A short break before these does little harm ...
constexpr std::array<std::string_view, 12> kWeak = {"on", "for",   "in",     "from", "by", "with",
                                                    "at", "after", "before", "to",   "or", "will"};
// ... and between subject and verb is better than waiting.
constexpr std::array<std::string_view, 7> kVerbs = {"is", "was", "are", "were", "costs", "needs", "has"};
// They may stand inside a name or a number: "Smith and Jones", "Center for Women", "2 to 12".
constexpr std::array<std::string_view, 7> kInsideNames = {"and", "or", "for", "in", "at", "to", "with"};
constexpr std::array<std::string_view, 3> kBetweenNumbers = {"and", "or", "to"};
// Words away from the best place.
constexpr std::size_t kWeakIsWorseBy = 2;
constexpr std::size_t kVerbIsWorseBy = 3;

// A stretch of the clause that is never cut, and how many words it takes to say.
struct Piece {
  std::string_view text;
  std::size_t said = 0;
};

std::vector<Piece> pieces_of(std::string_view clause) {
  std::vector<Piece> pieces;
  for (const SpokenWord& word : spoken_words(clause))
    pieces.push_back(
        {.text = clause.substr(word.begin, word.end - word.begin), .said = split_words(word.spoken).size()});
  return pieces;
}

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

// How much worse than a comma a break before `word` is; nothing when speakers do not break there.
std::optional<std::size_t> joiner_badness(std::string_view word) {
  if (is_one_of(kStrong, word)) return 0;
  if (is_one_of(kWeak, word)) return kWeakIsWorseBy;
  if (is_one_of(kVerbs, word)) return kVerbIsWorseBy;
  return std::nullopt;
}

// "Smith and Jones", "Center for Women", "3 to 5", "$20 and 10% of"; but not "$20 for your visit".
bool joins_names(std::string_view before, std::string_view joiner, std::string_view after) {
  if (!is_one_of(kInsideNames, joiner) || !is_name_or_number(before)) return false;
  return is_name_or_number(after) || (is_number(before) && is_one_of(kBetweenNumbers, joiner));
}

// How bad a pause before pieces[at] is, `start` words having been said; nothing when there must not be one.
std::optional<std::size_t> badness(std::span<const Piece> pieces, std::size_t at, std::size_t start) {
  const std::string_view before = pieces[at - 1].text, here = pieces[at].text;
  const std::size_t away = start > kBestStart ? start - kBestStart : kBestStart - start;
  if (start >= kShortestBeforeComma && before.back() == ',') return away;
  // "paid for | in full" would leave a joiner hanging.
  if (joiner_badness(before)) return std::nullopt;
  // A sentence begins with a capital, so its first word is no name.
  const bool after_name = at == 1 ? is_number(before) : is_name_or_number(before);
  const bool long_number = pieces[at].said >= kLongNumber && is_number(here) && !after_name;
  if (long_number) return away;
  if (start < kShortestStart || at + 1 == pieces.size()) return std::nullopt;
  const auto joiner = joiner_badness(here);
  if (!joiner || joins_names(before, here, pieces[at + 1].text)) return std::nullopt;
  return away + *joiner;
}

}  // namespace

std::vector<std::string_view> split_opening(std::string_view clause) {
  const std::vector<Piece> pieces = pieces_of(clause);
  std::size_t left = 0;
  for (const Piece& piece : pieces) left += piece.said;
  if (left <= kLongOpening) return {clause};

  std::optional<std::size_t> best, least;
  std::size_t start = 0;
  for (std::size_t at = 1; at < pieces.size(); ++at) {
    start += pieces[at - 1].said;
    left -= pieces[at - 1].said;
    if (start > kLongestStart || left < kShortestRest) break;
    const auto bad = badness(pieces, at, start);
    if (!bad || (least && *bad >= *least)) continue;
    best = at;
    least = bad;
  }
  if (!best) return {clause};
  const auto cut = static_cast<std::size_t>(pieces[*best].text.data() - clause.data());
  return {trim(clause.substr(0, cut)), trim(clause.substr(cut))};
}

}  // namespace attendant::speech
