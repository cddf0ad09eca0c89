#include "net/retry_after.hpp"

#include <gtest/gtest.h>

namespace attendant::net {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// Sunday, 6 November 1994, 08:49:00.
constexpr WallTime kNow{std::chrono::sys_days(std::chrono::year(1994) / 11 / 6) + 8h + 49min};

TEST(RetryAfter, IsReadInEachOfItsForms) {
  struct Case {
    const char* ms;
    const char* plain;
    std::optional<milliseconds> expected;
  };
  const Case cases[] = {
      {"", "20", 20s},
      {"", " 0 ", 0ms},
      {"", "1.5", 1500ms},
      {"", "86400", 24h},
      {"250", "1", 250ms},
      {"junk", "1", 1s},
      {"", "99999999999999999999", std::chrono::days(3650)},
      {"", "Sun, 06 Nov 1994 08:49:37 GMT", 37s},
      {"", "Sunday, 06-Nov-94 08:49:37 GMT", 37s},
      {"", "Sun Nov  6 08:49:37 1994", 37s},
      {"", "Sat, 05 Nov 1994 08:49:37 GMT", 0ms},
      {"", "Mon, 07 Nov 1994 08:49:00 GMT", 24h},
      {"", "", {}},
      {"", "-1", {}},
      {"", "nan", {}},
      {"", "soon", {}},
      {"", "Sun, 31 Feb 1994 08:49:37 GMT", {}},
      {"", "Sun, 06 Nov 1994 24:49:37 GMT", {}},
      {"", "Sun, 06 Nov 1994 08:49:37 CET", {}},
  };
  for (const Case& c : cases)
    EXPECT_EQ(retry_after(c.ms, c.plain, kNow), c.expected) << c.ms << "|" << c.plain;
}

TEST(RetryAfter, TwoDigitsOfAYearAreOfTheNearerCentury) {
  const WallTime now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 6)};
  EXPECT_EQ(retry_after("", "Friday, 06-Nov-26 00:00:10 GMT", now), 10s);
  EXPECT_EQ(retry_after("", "Sunday, 06-Nov-94 08:49:37 GMT", now), 0ms);
}

}  // namespace
}  // namespace attendant::net
