#include "brain/dialogue/place_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <span>
#include <vector>

#include "base/text.hpp"
#include "understanding/numbers.hpp"
#include "understanding/tokens.hpp"

namespace attendant::brain {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::size_t kLongestCity = 4;    // words
constexpr std::size_t kLongestStreet = 8;  // words

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

std::string_view without_marks(std::string_view word) {
  while (!word.empty() && std::string_view(".,!?;:").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  return word;
}

// Without marks, except the comma that can part a street from its city.
Words words_of(std::string_view text) {
  Words words;
  for (const auto word : split_words(text))
    if (const auto bare = without_marks(word); !bare.empty()) words.push_back(bare);
  return words;
}

bool is_figures(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

bool has_figure(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view word) {
  const auto low = lower(word);
  return is_figures(word) ||
         is_one_of(low, {"zero",     "oh",       "o",        "one",      "two",     "three",     "four",
                         "five",     "six",      "seven",    "eight",    "nine",    "ten",       "eleven",
                         "twelve",   "thirteen", "fourteen", "fifteen",  "sixteen", "seventeen", "eighteen",
                         "nineteen", "twenty",   "thirty",   "forty",    "fifty",   "sixty",     "seventy",
                         "eighty",   "ninety",   "hundred",  "thousand", "double"});
}

bool is_street_kind(std::string_view word) {
  return is_one_of(lower(word), {"street",    "st",     "avenue", "ave",     "road",    "rd",      "lane",
                                 "ln",        "drive",  "dr",     "court",   "ct",      "place",   "pl",
                                 "boulevard", "blvd",   "way",    "terrace", "parkway", "pkwy",    "circle",
                                 "highway",   "square", "trail",  "alley",   "row",     "broadway"});
}

bool is_unit(std::string_view word) {
  return is_one_of(lower(word), {"apartment", "apt", "unit", "suite", "floor", "number", "room"});
}

// Words that no name of a city holds: an answer with one of them is a sentence.
bool is_talk(std::string_view word) {
  return is_one_of(lower(word),
                   {"yes",      "yeah",     "yep",      "yup",      "no",     "nope",    "nah",
                    "not",      "none",     "okay",     "ok",       "sure",   "right",   "correct",
                    "sorry",    "what",     "which",    "where",    "when",   "why",     "how",
                    "who",      "i",        "i'm",      "i'd",      "i'll",   "me",      "my",
                    "you",      "your",     "we",       "our",      "they",   "do",      "does",
                    "did",      "don't",    "is",       "are",      "was",    "can",     "could",
                    "would",    "will",     "want",     "need",     "know",   "tell",    "give",
                    "change",   "cancel",   "stop",     "wait",     "hold",   "never",   "mind",
                    "forget",   "nothing",  "help",     "hello",    "hi",     "thanks",  "thank",
                    "bye",      "goodbye",  "please",   "person",   "human",  "agent",   "representative",
                    "operator", "somebody", "someone",  "claim",    "claims", "bill",    "deductible",
                    "doctor",   "doctors",  "provider", "and",      "or",     "but",     "if",
                    "about",    "for",      "again",    "repeat",   "slower", "louder",  "moment",
                    "minute",   "second",   "um",       "uh",       "hmm",    "huh",     "pardon",
                    "same",     "maybe",    "have",     "address",  "email",  "phone",   "a",
                    "an",       "this",     "with",     "actually", "speak",  "talk",    "hang",
                    "let",      "just",     "copay",    "coverage", "card",   "premium", "payment"});
}

std::string titled(std::span<const std::string_view> words) {
  std::string title;
  for (const auto word : words) {
    if (!title.empty()) title += ' ';
    title += word;
    auto& first = title[title.size() - word.size()];
    first = static_cast<char>(std::toupper(static_cast<unsigned char>(first)));
  }
  return title;
}

// A ZIP code and a state at the end.
void drop_state_and_zip(Words& words) {
  const auto before = words.size();
  while (!words.empty() && (is_number(words.back()) || is_one_of(lower(words.back()), {"zip", "code"})))
    words.pop_back();
  if (words.empty()) return;
  if (is_one_of(lower(words.back()), {"illinois", "il"}) && before > 1) words.pop_back();
}

void drop_lead_in(Words& words) {
  while (!words.empty() &&
         is_one_of(lower(words.front()),
                   {"it's", "its", "it", "is",  "that's", "thats", "that", "in", "the", "city", "of",
                    "uh",   "um",  "no", "now", "live",   "i",     "we",   "at", "to",  "town"}))
    words.erase(words.begin());
}

// "Eighteen Willow Street" as it is written: the house number in figures.
std::string with_number_in_figures(const Words& street) {
  std::size_t count = 0;
  while (count < street.size() && is_number(street[count]) && !is_figures(street[count])) ++count;
  if (count == 0) return titled(street);
  const std::string spoken = join(
      std::vector<std::string>(street.begin(), street.begin() + static_cast<std::ptrdiff_t>(count)), " ");
  const auto tokens = understanding::tokenize(spoken);
  std::string figures;
  for (std::size_t at = 0; at < tokens.size();) {
    const auto number = understanding::number_at(tokens, at);
    if (!number) return titled(street);
    figures += number->digits;  // "twelve fifty" is 1250
    at = number->last;
  }
  return figures + " " + titled(std::span(street).subspan(count));
}

// Where the street ends: behind its kind and a unit; at the end when no kind was said.
std::size_t end_of_street(const Words& words) {
  for (std::size_t i = words.size(); i-- > 1;) {
    if (!is_street_kind(words[i]) || i < 2) continue;  // "12 Court Street": a kind cannot be the name
    auto end = i + 1;
    if (end < words.size() && is_one_of(lower(words[end]), {"north", "south", "east", "west"}) &&
        end + 1 == words.size())
      return end + 1;
    if (end + 1 < words.size() && is_unit(words[end])) end += 2;
    if (end < words.size() && words[end].starts_with('#')) ++end;
    return end;
  }
  return words.size();
}

}  // namespace

std::optional<SpokenAddress> spoken_address(std::string_view text) {
  auto words = words_of(text);
  const auto number = std::ranges::find_if(words, [](std::string_view word) {
    return is_number(word) || has_figure(word) || is_one_of(lower(word), {"box", "p.o", "po"});
  });
  if (number == words.end()) return std::nullopt;
  words.erase(words.begin(), number);
  const auto full = words;
  const bool ends_in_zip = words.size() > 2 && words.back().size() == 5 && is_figures(words.back());
  drop_state_and_zip(words);
  if (words.size() < 2) return std::nullopt;
  // "12 Oak Street Apartment 3": the last number is of the unit, no ZIP code.
  const bool in_unit = is_unit(words.back()) || is_one_of(lower(words.back()), {"box", "route", "highway"});
  if (in_unit) words = full;
  auto end = end_of_street(words);
  std::string city;
  if (end < words.size()) {
    Words rest(words.begin() + static_cast<std::ptrdiff_t>(end), words.end());
    if (const auto named = spoken_city(join(std::vector<std::string>(rest.begin(), rest.end()), " ")))
      city = *named;
  }
  if (end > kLongestStreet + 2) return std::nullopt;
  words.resize(end);
  return SpokenAddress{with_number_in_figures(words), std::move(city),
                       ends_in_zip && !in_unit ? std::string(full.back()) : std::string()};
}

std::optional<std::string> spoken_city(std::string_view text) {
  auto words = words_of(text);
  drop_state_and_zip(words);
  drop_lead_in(words);
  if (words.empty() || words.size() > kLongestCity) return std::nullopt;
  for (const auto word : words)
    if (is_talk(word) || has_figure(word) || is_number(word)) return std::nullopt;
  auto city = titled(words);
  if (city.size() < 3) return std::nullopt;
  return city;
}

}  // namespace attendant::brain
