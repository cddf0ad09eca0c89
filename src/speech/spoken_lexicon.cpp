#include "speech/spoken_lexicon.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace attendant::speech {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array kAbbreviations = {Entry{"dr.", "Doctor"},
                                       Entry{"mr.", "Mister"},
                                       Entry{"mrs.", "Missus"},
                                       Entry{"ms.", "Miz"},
                                       Entry{"prof.", "Professor"},
                                       Entry{"jr.", "Junior"},
                                       Entry{"sr.", "Senior"},
                                       Entry{"ave.", "Avenue"},
                                       Entry{"blvd.", "Boulevard"},
                                       Entry{"rd.", "Road"},
                                       Entry{"ln.", "Lane"},
                                       Entry{"apt.", "Apartment"},
                                       Entry{"ste.", "Suite"},
                                       Entry{"dept.", "Department"},
                                       Entry{"inc.", "Incorporated"},
                                       Entry{"no.", "number"},
                                       Entry{"ext.", "extension"},
                                       Entry{"vs.", "versus"},
                                       Entry{"etc.", "et cetera"},
                                       Entry{"e.g.", "for example"},
                                       Entry{"i.e.", "that is"},
                                       Entry{"approx.", "approximately"},
                                       Entry{"a.m.", "A M"},
                                       Entry{"p.m.", "P M"},
                                       Entry{"am", "A M"},
                                       Entry{"pm", "P M"},
                                       Entry{"u.s.", "U S"},
                                       Entry{"w/", "with"},
                                       Entry{"&", "and"},
                                       Entry{"+", "plus"},
                                       Entry{"=", "equals"},
                                       Entry{"@", "at"}};

// "am" and "pm" without full stops are abbreviations only in capitals: "I am".
constexpr bool needs_capitals(std::string_view key) { return key == "am" || key == "pm"; }

// Capitals that are said as a word.
constexpr std::array kWordAcronyms = {
    Entry{"ZIP", "zip"},     Entry{"PIN", "pin"},   Entry{"COBRA", "cobra"}, Entry{"HIPAA", "hippa"},
    Entry{"COVID", "covid"}, Entry{"CHIP", "chip"}, Entry{"OK", "okay"},     Entry{"NO", "no"},
    Entry{"NOT", "not"},     Entry{"YES", "yes"},   Entry{"AND", "and"},     Entry{"OR", "or"},
    Entry{"IN", "in"},       Entry{"TO", "to"},     Entry{"THE", "the"},     Entry{"IS", "is"},
    Entry{"ON", "on"},       Entry{"A", "a"},       Entry{"I", "I"}};

constexpr std::size_t kLongestSpelled = 5;  // letters: longer capitals are shouting, not an acronym

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

std::optional<std::string_view> expand_abbreviation(std::string_view word) {
  const std::string key = lower(word);
  for (const auto& [written, spoken] : kAbbreviations) {
    if (written != key) continue;
    if (needs_capitals(written) && !std::ranges::all_of(word, is_capital)) return std::nullopt;
    return spoken;
  }
  return std::nullopt;
}

std::string letters_in_words(std::string_view letters) {
  std::string words;
  for (const char c : letters) {
    if (!words.empty()) words += ' ';
    words += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return words;
}

std::optional<std::string> expand_acronym(std::string_view word) {
  const bool plural = word.size() > 2 && word.ends_with('s') &&
                      std::ranges::all_of(word.substr(0, word.size() - 1), is_capital);
  const std::string_view stem = plural ? word.substr(0, word.size() - 1) : word;
  if (stem.empty() || !std::ranges::all_of(stem, is_capital)) return std::nullopt;
  for (const auto& [written, spoken] : kWordAcronyms) {
    if (written == stem) return std::string(spoken) + (plural ? "s" : "");
  }
  if (stem.size() > kLongestSpelled) return std::nullopt;
  return letters_in_words(stem) + (plural ? "'s" : "");
}

std::optional<int> month_named(std::string_view word) {
  constexpr std::array kMonths = {"january", "february", "march",     "april",   "may",      "june",
                                  "july",    "august",   "september", "october", "november", "december"};
  std::string key = lower(word);
  if (key.ends_with('.')) key.pop_back();
  if (key == "sept") key = "sep";
  if (key.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const std::string_view month = kMonths[i];
    if (key == month || (key.size() == 3 && month.starts_with(key))) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

}  // namespace attendant::speech
