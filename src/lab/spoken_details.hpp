// How people say what stands on their card: ids, dates, ZIP codes and telephone numbers, in several manners.
// Pure; the chances decide among equal wordings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "lab/chance.hpp"

namespace attendant::lab {

enum class DigitManner {
  one_by_one,  // "two eight three one"
  pairs,       // "twenty eight thirty one"
  groups,      // "two eight three, one nine two"
  doubles,     // "double two"
  figures,     // "28319242": as a recogniser writes fluent digits
  mumbled,     // "two eight, uh, three one"
};
enum class DateManner { month_first, day_first, all_numbers, short_year };

std::string say_digits(std::string_view digits, DigitManner manner, Chance& chance);
// "NW28319242" or "CLM4532427": the letters one by one, now and then left out of a member id.
std::string say_id(std::string_view id, DigitManner manner, Chance& chance);
std::string say_date(Date date, DateManner manner, Chance& chance);
std::string say_day(Date date, Chance& chance);  // without the year
std::string say_month(Date date);
// Ten digits, as three, three and four.
std::string say_phone(std::string_view digits, DigitManner manner, Chance& chance);
// 0 .. 99 in words; "oh five" is not one of them.
std::string say_number(int number);

}  // namespace attendant::lab
