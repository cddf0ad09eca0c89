#include "app/office_hours.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace attendant::app {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

std::string time_in_words(int minutes) {
  const int hour = minutes / 60 % 24;
  const auto half = hour < 12 ? "AM" : "PM";
  const int twelve = hour % 12 == 0 ? 12 : hour % 12;
  return minutes % 60 == 0 ? fmt::format("{} {}", twelve, half)
                           : fmt::format("{}:{:02} {}", twelve, minutes % 60, half);
}

}  // namespace

std::string office_hours_in_words(const config::People& people) {
  const auto closed = [&](std::size_t day) { return people.hours[day].opens == people.hours[day].closes; };
  std::string words;
  for (std::size_t first = 1; first <= 7;) {  // from Monday, so that a week reads as people say it
    if (closed(first % 7)) {
      ++first;
      continue;
    }
    std::size_t last = first;
    while (last < 7 && people.hours[(last + 1) % 7] == people.hours[first % 7]) ++last;
    if (!words.empty()) words += " and ";
    words += last == first ? std::string(kDays[first % 7])
                           : fmt::format("{} to {}", kDays[first % 7], kDays[last % 7]);
    words += fmt::format(", {} to {}", time_in_words(people.hours[first % 7].opens),
                         time_in_words(people.hours[first % 7].closes));
    first = last + 1;
  }
  return words;
}

bool office_is_open(const config::People& people, WallTime now) {
  const auto local = now + std::chrono::minutes(people.utc_offset_minutes);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  if (std::ranges::find(people.holidays, Date(day)) != people.holidays.end()) return false;
  const auto weekday = std::chrono::weekday(day).c_encoding();  // 0 = Sunday
  const auto& hours = people.hours[weekday];
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
  return minute >= hours.opens && minute < hours.closes;
}

}  // namespace attendant::app
