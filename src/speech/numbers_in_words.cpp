#include "speech/numbers_in_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

namespace attendant::speech {
namespace {

constexpr std::array kSmall = {"zero",    "one",     "two",       "three",    "four",
                               "five",    "six",     "seven",     "eight",    "nine",
                               "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                               "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array kTens = {"",      "",      "twenty",  "thirty", "forty",
                              "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array kOrdinals = {"zeroth",    "first",     "second",      "third",      "fourth",
                                  "fifth",     "sixth",     "seventh",     "eighth",     "ninth",
                                  "tenth",     "eleventh",  "twelfth",     "thirteenth", "fourteenth",
                                  "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};
constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
struct Scale {
  long long value;
  const char* name;
};
constexpr std::array kScales = {Scale{1'000'000'000'000, "trillion"}, Scale{1'000'000'000, "billion"},
                                Scale{1'000'000, "million"}, Scale{1'000, "thousand"}, Scale{100, "hundred"}};

std::string after(std::string words, const std::string& rest) {
  if (!rest.empty()) words += " " + rest;
  return words;
}

std::string positive_in_words(std::uint64_t number) {
  if (number < kSmall.size()) return kSmall[number];
  if (number < 100) return after(kTens[number / 10], number % 10 ? kSmall[number % 10] : "");
  for (const auto& [value, name] : kScales) {
    const auto scale = static_cast<std::uint64_t>(value);
    if (number < scale) continue;
    const std::string head = positive_in_words(number / scale) + " " + name;
    return after(head, number % scale ? positive_in_words(number % scale) : "");
  }
  return {};
}

// Sizes of the groups in which people read a long number aloud.
std::vector<std::size_t> group_sizes(std::size_t digits) {
  if (digits <= 5) return {digits};
  if (digits == 8) return {4, 4};
  std::vector<std::size_t> sizes(digits / 3, 3);
  switch (digits % 3) {
    case 1:
      sizes.back() = 4;
      break;
    case 2:
      sizes.push_back(2);
      break;
    default:
      break;
  }
  return sizes;
}

}  // namespace

std::string cardinal_in_words(long long number) {
  if (number >= 0) return positive_in_words(static_cast<std::uint64_t>(number));
  return "minus " + positive_in_words(0 - static_cast<std::uint64_t>(number));
}

std::string ordinal_in_words(long long number) {
  if (number < 0) return "minus " + ordinal_in_words(-(number + 1) + 1);
  const auto n = static_cast<std::size_t>(number);
  if (n < kOrdinals.size()) return kOrdinals[n];
  if (n < 100 && n % 10 == 0) {
    std::string tens = kTens[n / 10];
    tens.replace(tens.size() - 1, 1, "ieth");
    return tens;
  }
  if (n < 100) return std::string(kTens[n / 10]) + " " + kOrdinals[n % 10];
  if (n % 100 == 0) return cardinal_in_words(number) + "th";
  return cardinal_in_words(number - number % 100) + " " + ordinal_in_words(number % 100);
}

std::string year_in_words(int year) {
  const int century = year / 100, rest = year % 100;
  if (year < 1100 || year > 2999 || (year >= 2000 && year < 2010)) return cardinal_in_words(year);
  if (rest == 0) return cardinal_in_words(century) + " hundred";
  return cardinal_in_words(century) + (rest < 10 ? " oh " : " ") + cardinal_in_words(rest);
}

std::string digits_in_words(std::string_view digits) {
  std::string words;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') continue;
    if (!words.empty()) words += ' ';
    words += kSmall[static_cast<std::size_t>(digit - '0')];
  }
  return words;
}

std::string digit_groups_in_words(std::string_view digits) {
  std::string words;
  for (const std::size_t size : group_sizes(digits.size())) {
    if (!words.empty()) words += ", ";
    words += digits_in_words(digits.substr(0, size));
    digits.remove_prefix(size);
  }
  return words;
}

std::string decimal_in_words(std::string_view number) {
  std::string whole, fraction;
  bool in_fraction = false;
  for (const char c : number) {
    if (c == '.') in_fraction = true;
    if (c >= '0' && c <= '9') (in_fraction ? fraction : whole) += c;
  }
  long long value = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  const bool fits = error == std::errc();
  std::string words = whole.empty() ? "zero" : fits ? cardinal_in_words(value) : digit_groups_in_words(whole);
  if (!fraction.empty()) words += " point " + digits_in_words(fraction);
  return words;
}

std::string money_in_words(long long cents) {
  if (cents < 0) return "minus " + money_in_words(-(cents + 1) + 1);
  const long long dollars = cents / 100, rest = cents % 100;
  std::string words;
  if (dollars > 0 || rest == 0) words = cardinal_in_words(dollars) + (dollars == 1 ? " dollar" : " dollars");
  if (rest > 0) {
    if (!words.empty()) words += " and ";
    words += cardinal_in_words(rest) + (rest == 1 ? " cent" : " cents");
  }
  return words;
}

std::string date_in_words(int year, int month, int day) {
  const auto index = static_cast<std::size_t>(std::clamp(month, 1, 12) - 1);
  return std::string(kMonths[index]) + " " + ordinal_in_words(day) + ", " + year_in_words(year);
}

std::string time_in_words(int hour, int minute) {
  std::string words = cardinal_in_words(hour == 0 ? 12 : hour > 12 ? hour - 12 : hour);
  if (minute > 0) words += (minute < 10 ? " oh " : " ") + cardinal_in_words(minute);
  return words;
}

}  // namespace attendant::speech
