#include "lab/spoken_details.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace attendant::lab {
namespace {

constexpr std::array<std::string_view, 20> kSmall = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                                    "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 20> kOrdinals = {
    "zeroth",     "first",     "second",    "third",       "fourth",     "fifth",     "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",   "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

std::string_view digit_word(char digit, bool oh) {
  return digit == '0' && oh ? "oh" : kSmall[static_cast<std::size_t>(digit - '0')];
}

int number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

std::string spelled(std::string_view digits, bool oh) {
  std::string words;
  for (const char digit : digits) {
    if (!words.empty()) words += ' ';
    words += digit_word(digit, oh);
  }
  return words;
}

std::string in_groups(std::string_view digits, std::size_t size, std::string_view between, bool oh) {
  std::string words;
  for (std::size_t at = 0; at < digits.size(); at += size) {
    if (!words.empty()) words += between;
    words += spelled(digits.substr(at, size), oh);
  }
  return words;
}

// "twenty eight", "oh five", "nineteen": two digits as one number.
std::string in_pairs(std::string_view digits) {
  std::string words;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const auto pair = digits.substr(at, 2);
    if (!words.empty()) words += ' ';
    // "thirty" and "forty one" run together: 30 4 1 or 30 41. People say such pairs digit by digit.
    const bool alone = pair.size() < 2 || pair[0] == '0' || pair[1] == '0';
    words += alone ? spelled(pair, true) : say_number(number_of(pair));
  }
  return words;
}

std::string with_doubles(std::string_view digits, bool oh) {
  std::string words;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (!words.empty()) words += ' ';
    if (at + 1 < digits.size() && digits[at] == digits[at + 1]) {
      words += "double ";
      words += digit_word(digits[at++], oh);
    } else {
      words += digit_word(digits[at], oh);
    }
  }
  return words;
}

std::string ordinal(unsigned day) {
  if (day < kOrdinals.size()) return std::string(kOrdinals[day]);
  if (day == 20) return "twentieth";
  if (day == 30) return "thirtieth";
  return fmt::format("{} {}", kTens[day / 10], kOrdinals[day % 10]);
}

std::string year_in_words(int year) {
  if (year >= 2000 && year < 2010)
    return year == 2000 ? "two thousand"
                        : fmt::format("two thousand {}", kSmall[static_cast<std::size_t>(year - 2000)]);
  const int rest = year % 100;
  if (rest < 10)
    return fmt::format("{} oh {}", say_number(year / 100), kSmall[static_cast<std::size_t>(rest)]);
  return fmt::format("{} {}", say_number(year / 100), say_number(rest));
}

std::string_view month_of(Date date) { return kMonths[static_cast<unsigned>(date.month()) - 1]; }

}  // namespace

std::string say_number(int number) {
  if (number < 20) return std::string(kSmall[static_cast<std::size_t>(number)]);
  const auto tens = kTens[static_cast<std::size_t>(number / 10)];
  return number % 10 == 0 ? std::string(tens)
                          : fmt::format("{} {}", tens, kSmall[static_cast<std::size_t>(number % 10)]);
}

std::string say_digits(std::string_view digits, DigitManner manner, Chance& chance) {
  const bool oh = chance.happens(0.5);
  switch (manner) {
    case DigitManner::one_by_one:
      return spelled(digits, oh);
    case DigitManner::pairs:
      return in_pairs(digits);
    case DigitManner::groups:
      return in_groups(digits, digits.size() % 4 == 0 && chance.happens(0.5) ? 4 : 3, ", ", oh);
    case DigitManner::doubles:
      return with_doubles(digits, oh);
    case DigitManner::figures:
      return std::string(digits);
    case DigitManner::mumbled:
      return in_groups(digits, 2, chance.happens(0.5) ? ", uh, " : ", ", oh);
  }
  return {};
}

std::string say_id(std::string_view id, DigitManner manner, Chance& chance) {
  const auto digits = id.find_first_of("0123456789");
  const bool letters = !id.starts_with("NW") || chance.happens(0.7);
  std::string words;
  for (const char letter : id.substr(0, letters ? digits : 0)) {
    words += letter;
    words += manner == DigitManner::figures ? "" : " ";
  }
  return words + say_digits(id.substr(digits), manner, chance);
}

std::string say_day(Date date, Chance& chance) {
  const auto day = static_cast<unsigned>(date.day());
  return chance.happens(0.7) ? fmt::format("{} {}", month_of(date), ordinal(day))
                             : fmt::format("the {} of {}", ordinal(day), month_of(date));
}

std::string say_month(Date date) { return std::string(month_of(date)); }

std::string say_date(Date date, DateManner manner, Chance& chance) {
  const auto day = static_cast<unsigned>(date.day());
  const auto month = static_cast<unsigned>(date.month());
  const int year = static_cast<int>(date.year());
  switch (manner) {
    case DateManner::month_first:
      return fmt::format("{} {} {}", month_of(date), ordinal(day), year_in_words(year));
    case DateManner::day_first:
      return fmt::format("{}{} of {}, {}", chance.happens(0.5) ? "the " : "", ordinal(day), month_of(date),
                         chance.happens(0.5) ? year_in_words(year) : fmt::format("{}", year));
    case DateManner::all_numbers:
      return chance.happens(0.5) ? fmt::format("{}, {}, {}", say_number(static_cast<int>(month)),
                                               say_number(static_cast<int>(day)), year_in_words(year))
                                 : fmt::format("{}/{}/{}", month, day, year);
    case DateManner::short_year:
      return year >= 2000 ? fmt::format("{} {}, {}", month_of(date), ordinal(day), year_in_words(year))
                          : fmt::format("{} {}, {}", month_of(date), ordinal(day), say_number(year % 100));
  }
  return {};
}

std::string say_phone(std::string_view digits, DigitManner manner, Chance& chance) {
  if (manner == DigitManner::figures && digits.size() == 10)
    return fmt::format("{}-{}-{}", digits.substr(0, 3), digits.substr(3, 3), digits.substr(6));
  const bool oh = chance.happens(0.5);
  return fmt::format("{}, {}, {}", spelled(digits.substr(0, 3), oh), spelled(digits.substr(3, 3), oh),
                     spelled(digits.substr(6), oh));
}

}  // namespace attendant::lab
