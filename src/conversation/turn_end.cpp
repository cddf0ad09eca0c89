#include "conversation/turn_end.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace attendant::conversation {
namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view text) {
  Words words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '\'' || byte >= 0x80)
      word += static_cast<char>(std::tolower(byte));
    else if (c == '-' && !word.empty())
      flush();
    else
      flush();
  }
  flush();
  return words;
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

constexpr std::array<std::string_view, 44> kMoreIsComing = {
    "and",  "or",    "but",   "so",   "because", "the",  "a",    "an",      "my",  "your", "his",
    "her",  "our",   "their", "of",   "to",      "for",  "from", "in",      "on",  "at",   "with",
    "is",   "are",   "was",   "were", "that",    "this", "if",   "when",    "um",  "uh",   "er",
    "like", "about", "than",  "then", "i",       "it's", "i'm",  "whether", "i'd", "well", "double"};

constexpr std::array<std::string_view, 26> kAnswersYesOrNo = {
    "yes",     "yeah",      "yep",    "yup",     "no",         "nope",   "nah",  "correct", "right",
    "sure",    "okay",      "ok",     "exactly", "absolutely", "please", "fine", "wrong",   "incorrect",
    "alright", "certainly", "course", "ahead",   "it",         "that's", "is",   "perfect"};

constexpr std::array<std::string_view, 22> kBackchannels = {
    "uh",  "huh",  "mm", "hmm", "mhm", "hm",  "okay", "ok", "right",   "yeah", "yes",
    "yep", "sure", "ah", "oh",  "i",   "see", "got",  "it", "alright", "um",   "good"};

constexpr std::array<std::string_view, 30> kNumberWords = {
    "zero",     "oh",      "o",       "one",       "two",      "three",    "four",   "five",
    "six",      "seven",   "eight",   "nine",      "ten",      "eleven",   "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty",
    "forty",    "fifty",   "sixty",   "seventy",   "eighty",   "ninety"};

// How many digits the words hold at least and at most ("twenty one" is 2, "double four" counts as 2).
int digits_in(const Words& words) {
  int count = 0;
  bool tens_before = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    const auto figures =
        static_cast<int>(std::ranges::count_if(word, [](unsigned char c) { return std::isdigit(c); }));
    if (figures > 0) {
      count += figures;
      tens_before = false;
      continue;
    }
    const auto* at = std::ranges::find(kNumberWords, word);
    if (at == kNumberWords.end()) {
      tens_before = false;
      continue;
    }
    const auto index = at - kNumberWords.begin();
    const bool tens = index >= 22;
    const bool unit = index >= 3 && index <= 11;
    if (tens_before && unit) {  // "twenty" + "one": the unit fills the second figure
      tens_before = false;
      continue;
    }
    count += index >= 12 ? 2 : 1;
    if (i > 0 && words[i - 1] == "double") ++count;
    if (i > 0 && words[i - 1] == "triple") count += 2;
    tens_before = tens;
  }
  return count;
}

bool ends_in_number(const Words& words) {
  const auto& last = words.back();
  return std::ranges::any_of(last, [](unsigned char c) { return std::isdigit(c); }) ||
         among(kNumberWords, last);
}

// A spoken date is whole when a year can be in it: four figures more than the day.
bool date_is_whole(const Words& words) {
  return digits_in(words) >= 5 || (digits_in(words) >= 4 && words.size() >= 4);
}

}  // namespace

std::chrono::milliseconds silence_to_end(std::string_view text, Asked asked, int digits,
                                         const TurnEndPolicy& policy) {
  const auto words = words_of(text);
  if (words.empty()) return policy.incomplete;
  if (among(kMoreIsComing, words.back())) return policy.incomplete;

  if (digits > 0 && (ends_in_number(words) || digits_in(words) > 0)) {
    const int said = digits_in(words);
    if (asked == Asked::ask_dob) return date_is_whole(words) ? policy.complete : policy.incomplete;
    if (said < digits) return policy.incomplete;
    return said == digits ? policy.complete : policy.neutral;
  }
  if (asked == Asked::confirm && words.size() <= 5 &&
      std::ranges::any_of(words, [](const auto& word) { return among(kAnswersYesOrNo, word); }))
    return policy.complete;
  if (words.size() == 1 && asked == Asked::open) return policy.incomplete;  // "hello ...", "yeah ..."
  return policy.neutral;
}

bool is_backchannel(std::string_view text) {
  const auto words = words_of(text);
  return words.size() <= 3 &&
         std::ranges::all_of(words, [](const auto& word) { return among(kBackchannels, word); });
}

bool has_content(std::string_view text) {
  const auto words = words_of(text);
  return !words.empty() && !is_backchannel(text) &&
         std::ranges::any_of(words, [](const auto& word) { return !among(kBackchannels, word); });
}

}  // namespace attendant::conversation
