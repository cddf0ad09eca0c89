#include "lab/spoken_details.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace attendant::lab {
namespace {

constexpr Date kBirth{std::chrono::year(1978), std::chrono::month(10), std::chrono::day(23)};

TEST(SpokenDetails, AreTheSameForTheSameSeed) {
  Chance a(7), b(7);
  EXPECT_EQ(say_id("NW28319242", DigitManner::groups, a), say_id("NW28319242", DigitManner::groups, b));
}

TEST(SpokenDetails, SayDigitsInEachManner) {
  Chance chance(1);
  EXPECT_EQ(say_digits("2831", DigitManner::one_by_one, chance), "two eight three one");
  EXPECT_EQ(say_digits("2831", DigitManner::pairs, chance), "twenty eight thirty one");
  EXPECT_EQ(say_digits("28311", DigitManner::doubles, chance), "two eight three double one");
  EXPECT_EQ(say_digits("2831", DigitManner::figures, chance), "2831");
}

TEST(SpokenDetails, PairsThatWouldRunTogetherAreSaidDigitByDigit) {
  Chance chance(1);
  EXPECT_EQ(say_digits("3041", DigitManner::pairs, chance), "three oh forty one");
}

TEST(SpokenDetails, SayADateInEachManner) {
  Chance chance(1);
  EXPECT_EQ(say_date(kBirth, DateManner::month_first, chance), "October twenty third nineteen seventy eight");
  EXPECT_EQ(say_date(kBirth, DateManner::short_year, chance), "October twenty third, seventy eight");
}

TEST(SpokenDetails, SayYearsAsPeopleDo) {
  Chance chance(1);
  const auto year = [&](int y) {
    return say_date(Date(std::chrono::year(y), std::chrono::month(5), std::chrono::day(9)),
                    DateManner::month_first, chance);
  };
  EXPECT_EQ(year(2002), "May ninth two thousand two");
  EXPECT_EQ(year(2018), "May ninth twenty eighteen");
  EXPECT_EQ(year(1908), "May ninth nineteen oh eight");
}

}  // namespace
}  // namespace attendant::lab
