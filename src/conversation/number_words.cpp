#include "conversation/number_words.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/number_lexicon.hpp"

namespace attendant::conversation {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "28319242", "14th".
std::optional<SpokenNumber> figures_at(const std::string& word, std::size_t at) {
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(word, is_digit) - word.begin());
  if (digits == 0) return std::nullopt;
  const std::string_view rest = std::string_view(word).substr(digits);
  SpokenNumber number{.first = at, .last = at + 1, .digits = static_cast<int>(digits)};
  for (const char c : word.substr(0, std::min<std::size_t>(digits, 4)))
    number.value = number.value * 10 + (c - '0');
  number.ordinal = rest == "st" || rest == "nd" || rest == "rd" || rest == "th";
  return number;
}

std::optional<SpokenNumber> tens_at(const SpokenWords& words, std::size_t at, int value) {
  SpokenNumber number{.first = at, .last = at + 1, .digits = 2, .value = value};
  if (at + 1 >= words.size() || words[at].after != 0) return number;
  const auto unit = digit_word(words[at + 1].text);
  const auto day = ordinal_word(words[at + 1].text);
  if ((unit && *unit > 0) || (day && *day < 10)) {
    number.last = at + 2;
    number.value += unit ? *unit : *day;
    number.ordinal = day.has_value();
  }
  return number;
}

// A number whatever stands around it.
std::optional<SpokenNumber> plain_number_at(const SpokenWords& words, std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  const std::string& word = words[at].text;
  if (auto figures = figures_at(word, at)) return figures;
  if (const auto unit = digit_word(word)) {
    const bool vague = word == "oh" || word == "o" || word == "one";
    return SpokenNumber{.first = at, .last = at + 1, .digits = 1, .value = *unit, .vague = vague};
  }
  if (const auto teen = teen_word(word))
    return SpokenNumber{.first = at, .last = at + 1, .digits = 2, .value = *teen};
  if (const auto ten = tens_word(word)) return tens_at(words, at, *ten);
  if (const auto day = ordinal_word(word))
    return SpokenNumber{.first = at, .last = at + 1, .digits = 2, .value = *day, .ordinal = true};
  const bool twice = word == "double";
  if ((twice || word == "triple") && at + 1 < words.size()) {
    if (const auto unit = digit_word(words[at + 1].text))
      return SpokenNumber{.first = at, .last = at + 2, .digits = twice ? 2 : 3, .value = *unit};
  }
  return std::nullopt;
}

std::optional<SpokenNumber> homophone_at(const SpokenWords& words, std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  const auto digit = digit_homophone(words[at].text);
  if (!digit) return std::nullopt;
  return SpokenNumber{.first = at, .last = at + 1, .digits = 1, .value = *digit, .vague = true};
}

}  // namespace

SpokenWords spoken_words(std::string_view text) {
  SpokenWords words;
  bool open = false;  // the last word goes on
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '\'' || byte >= 0x80) {
      const bool figures_begin =
          open && is_digit(c) && std::isalpha(static_cast<unsigned char>(words.back().text.back())) != 0;
      if (!open || figures_begin) words.emplace_back();
      words.back().text += static_cast<char>(std::tolower(byte));
      open = true;
      continue;
    }
    open = false;
    if (!words.empty() && std::ispunct(byte) != 0 && c != '-' && c != '"') words.back().after = c;
  }
  return words;
}

std::vector<SpokenNumber> numbers_in(const SpokenWords& words) {
  std::vector<SpokenNumber> numbers;
  for (std::size_t at = 0; at < words.size();) {
    auto number = plain_number_at(words, at);
    const auto next = [&](std::size_t i) { return plain_number_at(words, i).has_value(); };
    if (!number) {
      const bool follows = !numbers.empty() && numbers.back().last == at && !numbers.back().ordinal;
      const bool soon = next(at + 1) || (homophone_at(words, at + 1) && next(at + 2));
      const bool leads = next(at + 1) && (next(at + 2) || homophone_at(words, at + 2));
      if (follows ? soon || at + 1 == words.size() : leads) number = homophone_at(words, at);
    }
    if (!number && !numbers.empty() && numbers.back().last == at) {
      // "five hundred", "two thousand" among digits.
      if (words[at].text == "hundred" || words[at].text == "thousand") {
        numbers.back().digits += words[at].text == "hundred" ? 2 : 3;
        numbers.back().last = at + 1;
      }
    }
    at = number ? number->last : at + 1;
    if (number) numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace attendant::conversation
