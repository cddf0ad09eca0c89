// Calendar dates without a time zone, as the insurer's records hold them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace attendant {

using Date = std::chrono::year_month_day;

std::optional<Date> parse_date(std::string_view iso);                       // "2026-11-01", calendar-checked
std::string to_iso(Date date);                                              // "2026-11-01"
std::string to_iso(std::chrono::sys_time<std::chrono::milliseconds> time);  // "2026-11-01T09:30:00.123Z"
Date add_days(Date date, int days);
int days_between(Date from, Date to);  // to - from
int age_on(Date birth, Date day);      // full years

}  // namespace attendant
