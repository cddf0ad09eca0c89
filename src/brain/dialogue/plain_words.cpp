#include "brain/dialogue/plain_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array kNumbers = {
    Pair{"first", "1"},        Pair{"second", "2"},      Pair{"third", "3"},       Pair{"fourth", "4"},
    Pair{"fifth", "5"},        Pair{"sixth", "6"},       Pair{"seventh", "7"},     Pair{"eighth", "8"},
    Pair{"ninth", "9"},        Pair{"tenth", "10"},      Pair{"eleventh", "11"},   Pair{"twelfth", "12"},
    Pair{"thirteenth", "13"},  Pair{"fourteenth", "14"}, Pair{"fifteenth", "15"},  Pair{"sixteenth", "16"},
    Pair{"seventeenth", "17"}, Pair{"eighteenth", "18"}, Pair{"nineteenth", "19"}, Pair{"twentieth", "20"},
    Pair{"thirtieth", "30"},   Pair{"one", "1"},         Pair{"two", "2"},         Pair{"three", "3"},
    Pair{"four", "4"},         Pair{"five", "5"},        Pair{"six", "6"},         Pair{"seven", "7"},
    Pair{"eight", "8"},        Pair{"nine", "9"},        Pair{"ten", "10"},        Pair{"eleven", "11"},
    Pair{"twelve", "12"},      Pair{"thirteen", "13"},   Pair{"fourteen", "14"},   Pair{"fifteen", "15"},
    Pair{"sixteen", "16"},     Pair{"seventeen", "17"},  Pair{"eighteen", "18"},   Pair{"nineteen", "19"},
    Pair{"twenty", "20"},      Pair{"thirty", "30"}};

std::optional<std::string> number_word(std::string_view word) {
  const auto* found = std::ranges::find(kNumbers, word, &Pair::first);
  if (found == kNumbers.end()) return std::nullopt;
  return std::string(found->second);
}

bool is_single_letter(std::string_view word) {
  return word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0 && word != "a" &&
         word != "i";
}

}  // namespace

std::string figures(std::string word) {
  // "3rd" -> "3"
  const auto digits = word.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string::npos) {
    const auto ending = word.substr(digits);
    if (ending == "st" || ending == "nd" || ending == "rd" || ending == "th") return word.substr(0, digits);
  }
  if (auto number = number_word(word)) return *number;
  return word;
}

std::vector<std::string> bare_words(std::string_view text) {
  std::string kept;
  for (const char c : lower(text)) {
    if (c == '\'') continue;  // "don't" -> "dont", "son's" -> "sons"
    const bool word =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
    kept.push_back(word ? c : ' ');
  }
  std::vector<std::string> words;
  for (const auto word : split_words(kept)) words.emplace_back(word);
  return words;
}

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  bool spelling = false;
  for (auto& word : bare_words(text)) {
    const bool letter = is_single_letter(word) || (spelling && word.size() == 1 && word == "i");
    if (letter && spelling) {
      words.back() += word;
      continue;
    }
    spelling = letter;
    auto figure = figures(word);
    // "twenty third" -> "23"
    if (!words.empty() && (words.back() == "20" || words.back() == "30") && figure.size() == 1 &&
        figure != word && figure != "0") {
      words.back()[1] = figure[0];
      continue;
    }
    words.push_back(std::move(figure));
  }
  return words;
}

std::string plain(std::string_view text) { return join(plain_words(text), " "); }

std::string with_joined_letters(std::string_view text) {
  std::string joined;
  bool spelling = false;
  for (const auto word : split_words(text)) {
    const bool letter = is_single_letter(lower(word)) || (spelling && lower(word) == "i");
    if (!joined.empty() && !(letter && spelling)) joined += ' ';
    joined += word;
    spelling = letter;
  }
  return joined;
}

std::string_view text_after_no(std::string_view text) {
  constexpr std::string_view kBetween = " ,.!?;:-";
  bool said_no = false;
  for (;;) {
    const auto start = text.find_first_not_of(kBetween);
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    const auto word = lower(text.substr(0, text.find_first_of(kBetween)));
    if (word != "no" && word != "nope" && word != "nah") {
      if (!said_no) return {};
      // "not the x-ray, the MRI": what is not meant says nothing.
      const auto comma = word == "not" ? text.rfind(", ") : std::string_view::npos;
      return comma == std::string_view::npos ? text : text.substr(comma + 2);
    }
    said_no = true;
    text.remove_prefix(word.size());
  }
}

}  // namespace attendant::brain
