#include "app/reading_judge.hpp"

#include <gtest/gtest.h>

namespace attendant::app {
namespace {

using conversation::Asked;
using speech::Fit;

Fit fit(Asked asked, std::string_view text) {
  const Date today(std::chrono::sys_days(std::chrono::year(2026) / 11 / 1));
  return reading_judge(asked, today)(text);
}

TEST(ReadingJudge, TakesAMemberIdWithItsCheckDigitAsProven) {
  EXPECT_EQ(fit(Asked::ask_member_id, "N W two eight three one nine two four two"), Fit::proven);
  EXPECT_EQ(fit(Asked::ask_member_id, "N W two eight three one nine two four three"), Fit::form);
  EXPECT_EQ(fit(Asked::ask_member_id, "N W two eight three one nine two"), Fit::none);
  EXPECT_EQ(fit(Asked::ask_member_id, "hold on, let me find my card"), Fit::none);
}

TEST(ReadingJudge, KnowsTheFormOfDatesAndNumbers) {
  EXPECT_EQ(fit(Asked::ask_dob, "October twenty third nineteen seventy eight"), Fit::form);
  EXPECT_EQ(fit(Asked::ask_dob, "October twenty third"), Fit::none);
  EXPECT_EQ(fit(Asked::ask_zip, "six two six seven oh"), Fit::form);
  EXPECT_EQ(fit(Asked::ask_claim, "C L M four five five three four seven one"), Fit::form);
}

TEST(ReadingJudge, HasNoneWhereAnyWordsMayAnswer) {
  EXPECT_FALSE(reading_judge(Asked::open, Date{}));
  EXPECT_FALSE(reading_judge(Asked::confirm, Date{}));
}

}  // namespace
}  // namespace attendant::app
