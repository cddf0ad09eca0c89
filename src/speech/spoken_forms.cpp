#include "speech/spoken_forms.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/text.hpp"
#include "speech/numbers_in_words.hpp"
#include "speech/spoken_lexicon.hpp"

namespace attendant::speech {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }
bool all_letters(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_letter); }

std::optional<long long> number_of(std::string_view digits) {
  return all_digits(digits) ? parse_integer(digits) : std::nullopt;
}

std::string only_digits(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

// "1,250.00": digits, thousands commas at the right places, at most one point with digits on both sides.
bool is_number(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (point != std::string_view::npos && !all_digits(text.substr(point + 1))) return false;
  const std::vector<std::string_view> groups = split(whole, ',');
  if (groups.front().size() > 3 && groups.size() > 1) return false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!all_digits(groups[i]) || (i > 0 && groups[i].size() != 3)) return false;
  }
  return true;
}

// One written token, without the punctuation around it, as its words; nothing when it is not of this kind.
using Words = std::optional<std::string>;

Words money(std::string_view token) {
  const bool negative = token.starts_with("-$");
  if (!negative && !token.starts_with('$')) return std::nullopt;
  const std::string_view amount = token.substr(negative ? 2 : 1);
  if (!is_number(amount)) return std::nullopt;
  const std::size_t point = amount.find('.');
  const std::string_view fraction = point == std::string_view::npos ? "" : amount.substr(point + 1);
  const auto dollars = number_of(only_digits(amount.substr(0, point)));
  if (!dollars || *dollars > 1'000'000'000'000) return std::nullopt;
  if (!fraction.empty() && fraction.size() != 2) return decimal_in_words(amount) + " dollars";
  const long long cents = *dollars * 100 + number_of(fraction).value_or(0);
  return (negative ? "minus " : "") + money_in_words(cents);
}

Words date(std::string_view token) {
  const char separator = token.find('-') != std::string_view::npos ? '-' : '/';
  const std::vector<std::string_view> parts = split(token, separator);
  if (parts.size() != 3 || !std::ranges::all_of(parts, all_digits)) return std::nullopt;
  const bool iso = parts[0].size() == 4;
  if (!iso && (separator == '-' || parts[2].size() != 4)) return std::nullopt;
  const auto year = number_of(parts[iso ? 0 : 2]), month = number_of(parts[iso ? 1 : 0]),
             day = number_of(parts[iso ? 2 : 1]);
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31 || *year < 1 ||
      *year > 9999)
    return std::nullopt;
  return date_in_words(static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
}

Words clock_time(std::string_view token) {
  const std::size_t colon = token.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view minute_text = token.substr(colon + 1);
  std::string half;  // "2:30pm"
  if (minute_text.size() == 4 && all_letters(minute_text.substr(2))) {
    const std::string suffix = lower(minute_text.substr(2));
    if (suffix != "am" && suffix != "pm") return std::nullopt;
    half = suffix == "am" ? " A M" : " P M";
    minute_text = minute_text.substr(0, 2);
  }
  const auto hour = number_of(token.substr(0, colon)), minute = number_of(minute_text);
  if (!hour || !minute || minute_text.size() != 2 || *hour > 23 || *minute > 59) return std::nullopt;
  return time_in_words(static_cast<int>(*hour), static_cast<int>(*minute)) + half;
}

// "(555) 010-2345", "555-010-2345", "1-800-555-0199", "555.010.2345"
Words telephone(std::string_view token) {
  std::vector<std::string> groups(1);
  for (const char c : token) {
    if (is_digit(c)) {
      groups.back() += c;
    } else if (std::string_view("()-. +").find(c) != std::string_view::npos) {
      if (!groups.back().empty()) groups.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  if (groups.back().empty()) groups.pop_back();
  std::vector<std::size_t> sizes;
  std::ranges::transform(groups, std::back_inserter(sizes), &std::string::size);
  if (sizes == std::vector<std::size_t>{1, 10} || sizes == std::vector<std::size_t>{11}) {
    const std::string digits = groups.size() == 2 ? groups[0] + groups[1] : groups[0];
    if (digits[0] != '1' || !token.starts_with('+')) return std::nullopt;
    groups = {digits.substr(0, 1), digits.substr(1, 3), digits.substr(4, 3), digits.substr(7)};
  } else if (sizes != std::vector<std::size_t>{3, 3, 4} && sizes != std::vector<std::size_t>{1, 3, 3, 4} &&
             sizes != std::vector<std::size_t>{3, 4}) {
    return std::nullopt;
  }
  std::vector<std::string> spoken;
  std::ranges::transform(groups, std::back_inserter(spoken),
                         [](const std::string& g) { return digits_in_words(g); });
  return join(spoken, ", ");
}

Words percent(std::string_view token) {
  if (!token.ends_with('%') || !is_number(token.substr(0, token.size() - 1))) return std::nullopt;
  return decimal_in_words(token.substr(0, token.size() - 1)) + " percent";
}

Words ordinal(std::string_view token) {
  if (token.size() < 3) return std::nullopt;
  const std::string ending = lower(token.substr(token.size() - 2));
  const auto number = number_of(token.substr(0, token.size() - 2));
  if (!number || (ending != "st" && ending != "nd" && ending != "rd" && ending != "th")) return std::nullopt;
  return ordinal_in_words(*number);
}

// Letters and digits together: an identifier. Letters are spelled; short runs of digits are numbers ("B12",
// "COVID-19").
Words identifier(std::string_view token) {
  const bool has_digit = std::ranges::any_of(token, is_digit),
             has_letter = std::ranges::any_of(token, is_letter);
  if (!has_digit || !has_letter) return std::nullopt;
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at < token.size()) {
    const auto run_of = [&](auto kind) {
      const std::size_t begin = at;
      while (at < token.size() && kind(token[at])) ++at;
      return token.substr(begin, at - begin);
    };
    if (is_digit(token[at])) {
      const std::string_view digits = run_of(is_digit);
      parts.push_back(digits.size() <= 2 && digits[0] != '0' ? cardinal_in_words(*number_of(digits))
                                                             : digit_groups_in_words(digits));
    } else if (is_letter(token[at])) {
      const std::string_view letters = run_of(is_letter);
      const bool spelled =
          letters.size() <= 4 && std::ranges::none_of(letters, [](char c) { return c >= 'a' && c <= 'z'; });
      parts.push_back(spelled ? letters_in_words(letters) : lower(letters));
    } else if (token[at] == '-' || token[at] == '/' || token[at] == '#' || token[at] == '.') {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  const bool is_long = std::ranges::count_if(token, is_digit) > 2;
  return join(parts, is_long ? ", " : " ");
}

// The word before says how a plain number is meant.
bool asks_for_digits(std::string_view previous) {
  constexpr std::array kWords = {"zip", "code", "id",           "number",    "extension", "ext.",
                                 "in",  "pin",  "confirmation", "reference", "digits",    "#"};
  const std::string word = lower(previous);
  return std::ranges::find(kWords, word) != kWords.end();
}

Words plain_number(std::string_view token, std::string_view previous, bool previous_two_are_ending_in) {
  const bool negative = token.starts_with('-') && token.size() > 1;
  const std::string_view number = negative ? token.substr(1) : token;
  if (!is_number(number)) return std::nullopt;
  const std::string sign = negative ? "minus " : "";
  if (!all_digits(number)) return sign + decimal_in_words(number);
  const bool leading_zero = number.size() > 1 && number[0] == '0';
  const bool digits_meant =
      asks_for_digits(previous) && (previous_two_are_ending_in || lower(previous) != "in");
  if (leading_zero || number.size() >= 7 || (digits_meant && number.size() >= 3))
    return sign + digit_groups_in_words(number);
  const long long value = parse_integer(number).value_or(0);
  if (month_named(previous) && value >= 1 && value <= 31) return ordinal_in_words(value);
  if (!negative && number.size() == 4 && value >= 1900 && value < 2100)
    return year_in_words(static_cast<int>(value));
  return sign + cardinal_in_words(value);
}

Words hyphenated_or_slashed(std::string_view token);

// Any token. Falls through to the word itself.
std::string say(std::string_view token, std::string_view previous, bool ending_in) {
  if (const auto words = expand_abbreviation(token)) return std::string(*words);
  for (auto kind : {money, date, telephone, clock_time, percent, ordinal}) {
    if (Words words = kind(token)) return *std::move(words);
  }
  if (Words words = plain_number(token, previous, ending_in)) return *std::move(words);
  if (Words words = expand_acronym(token)) return *std::move(words);
  if (token.size() > 1 && token[0] == '#') return "number " + say(token.substr(1), "number", false);
  if (Words words = hyphenated_or_slashed(token)) return *std::move(words);
  if (Words words = identifier(token)) return *std::move(words);
  return std::string(token);
}

// "10-15" is a range, "X-ray" and "follow-up" are two words, "and/or" too.
Words hyphenated_or_slashed(std::string_view token) {
  const std::size_t at = token.find_first_of("-/");
  if (at == std::string_view::npos || at == 0 || at + 1 == token.size()) return std::nullopt;
  const std::string_view left = token.substr(0, at), right = token.substr(at + 1);
  if (all_digits(left) && all_digits(right) && left.size() <= 3 && right.size() <= 3) {
    const std::string joint = token[at] == '-' ? " to " : " ";
    return say(left, {}, false) + joint + say(right, {}, false);
  }
  if (std::ranges::any_of(token, is_digit)) return std::nullopt;
  const std::string first = left.size() == 1 ? letters_in_words(left) : say(left, {}, false);
  return first + " " + say(right, {}, false);
}

constexpr std::string_view kOpening = "\"'([{*_";
// A dash alone or at the end of a word is no word.
constexpr std::string_view kClosing = "\"')]}*_-.,?!;:";
constexpr std::string_view kPausing = ".,?!;:";

// The saint of "St. Mary's", the street of "12 Main St."
std::optional<std::string> saint_or_street(std::string_view token, std::string_view next) {
  if (lower(token) != "st.") return std::nullopt;
  return !next.empty() && next[0] >= 'A' && next[0] <= 'Z' ? "Saint" : "Street";
}

}  // namespace

std::vector<SpokenWord> spoken_words(std::string_view written) {
  std::vector<SpokenWord> words;
  const std::vector<std::string_view> tokens = split_words(written);
  std::string_view previous, before_previous;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::string_view token = tokens[i];
    SpokenWord word;
    word.begin = static_cast<std::size_t>(token.data() - written.data());
    word.end = word.begin + token.size();

    // A telephone number's area code stands in brackets, with a space after it.
    if (token.starts_with('(') && token.ends_with(')') && i + 1 < tokens.size() &&
        all_digits(token.substr(1, token.size() - 2))) {
      const std::size_t end =
          static_cast<std::size_t>(tokens[i + 1].data() - written.data()) + tokens[i + 1].size();
      std::string_view both = written.substr(word.begin, end - word.begin);
      while (!both.empty() && !is_digit(both.back())) both.remove_suffix(1);
      if (Words spoken = telephone(both)) {
        token = written.substr(word.begin, end - word.begin);
        word.end = end;
        ++i;
      }
    }
    const std::string_view next = i + 1 < tokens.size() ? tokens[i + 1] : std::string_view{};

    std::string_view core = token;
    if (!telephone(core)) {
      while (!core.empty() && kOpening.find(core.front()) != std::string_view::npos) core.remove_prefix(1);
    }
    std::string pause;
    const auto street = saint_or_street(core, next);
    // "p.m." keeps its own full stops; "p.m.," and "Dr.," lose only what follows.
    while (!street && !core.empty() && kClosing.find(core.back()) != std::string_view::npos &&
           !expand_abbreviation(core)) {
      if (pause.empty() && kPausing.find(core.back()) != std::string_view::npos) pause = core.back();
      core.remove_suffix(1);
    }
    if (core.empty()) {
      if (!words.empty()) {
        words.back().end = word.end;
        if (!pause.empty() && kPausing.find(words.back().spoken.back()) == std::string_view::npos)
          words.back().spoken += pause;
      }
      continue;
    }
    const bool ending_in = lower(before_previous) == "ending" || lower(before_previous) == "ends";
    word.spoken = street ? *street : say(core, previous, ending_in);
    const bool ends_text = i + 1 == tokens.size();
    if (pause.empty() && ends_text && core.ends_with('.')) pause = ".";
    word.spoken += pause;
    before_previous = previous;
    previous = core;
    words.push_back(std::move(word));
  }
  return words;
}

std::string spoken_form(std::string_view written) {
  std::vector<std::string> spoken;
  for (SpokenWord& word : spoken_words(written)) spoken.push_back(std::move(word.spoken));
  return join(spoken, " ");
}

}  // namespace attendant::speech
