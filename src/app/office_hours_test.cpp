#include "app/office_hours.hpp"

#include <gtest/gtest.h>

namespace attendant::app {
namespace {

WallTime utc(const char* date, int hour, int minute = 0) {
  return std::chrono::sys_days(*parse_date(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

TEST(OfficeHours, FollowTheOfficesOwnClock) {
  config::People people;
  people.utc_offset_minutes = -300;
  people.hours[1] = {.opens = 8 * 60, .closes = 18 * 60};  // Monday
  people.hours[0] = {};
  EXPECT_FALSE(office_is_open(people, utc("2026-11-02", 12, 59)));  // 07:59 on Monday there
  EXPECT_TRUE(office_is_open(people, utc("2026-11-02", 13)));
  EXPECT_TRUE(office_is_open(people, utc("2026-11-02", 22, 59)));
  EXPECT_FALSE(office_is_open(people, utc("2026-11-02", 23)));
  EXPECT_FALSE(office_is_open(people, utc("2026-11-01", 17)));  // Sunday
  people.holidays = {*parse_date("2026-11-02")};
  EXPECT_FALSE(office_is_open(people, utc("2026-11-02", 15)));
}

TEST(OfficeHours, AreSaidAsPeopleSayThem) {
  config::People people;
  people.hours = {};
  for (std::size_t day = 1; day <= 5; ++day) people.hours[day] = {.opens = 480, .closes = 1080};
  EXPECT_EQ(office_hours_in_words(people), "Monday to Friday, 8 AM to 6 PM");
  people.hours[6] = {.opens = 570, .closes = 720};
  EXPECT_EQ(office_hours_in_words(people), "Monday to Friday, 8 AM to 6 PM and Saturday, 9:30 AM to 12 PM");
}

}  // namespace
}  // namespace attendant::app
