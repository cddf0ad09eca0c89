// Dates as callers say them: "June the thirteenth, no wait, the fourteenth, nineteen forty-nine", "oh three,
// twenty-two, seventy-nine", "September of forty-seven". Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {

// What was said of a date.
struct PartialDate {
  int year = 0, month = 0, day = 0;  // 0: not said
  bool short_year = false;           // two digits of a year; year is below 100
  std::size_t first = 0, last = 0;   // tokens
  bool operator==(const PartialDate&) const = default;
};

enum class DateSense {
  birth,    // asked for: a day alone, a year alone and bare numbers count
  service,  // only what is plainly a date
};

// A month by a name that is no other word ("may", "march"): the sentence holds a date, whatever was asked.
bool names_a_month(const Tokens& tokens);

// The date of the sentence after all corrections, or nothing.
std::optional<PartialDate> read_date(const Tokens& tokens, const std::vector<bool>& taken, DateSense sense);

// "1949-06-14", "1947-09", "--10-06", "--03"; nothing without a month or when there is no such day. Two-digit
// years of birth are of the last hundred years.
std::optional<std::string> to_normal_form(const PartialDate& date, DateSense sense, Date today);

// A day of the month without its month: "no, the fourteenth". Where it stands, too.
std::optional<PartialDate> read_day(const Tokens& tokens, const std::vector<bool>& taken);

// A relative date as it was said: "last tuesday", "two weeks ago", "the week before labor day".
struct DatePhrase {
  std::string text;
  std::size_t first = 0, last = 0;
};
std::optional<DatePhrase> read_date_phrase(const Tokens& tokens, const std::vector<bool>& taken);

}  // namespace attendant::understanding
