#include "guard/placeholders.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace attendant::guard {
namespace {

TEST(Placeholders, AModelSeesTokensAndTheCallerHearsValues) {
  Placeholders hidden;
  hidden.know("name", "Dorothy");
  const auto shown = hidden.hide("Dorothy, claim CLM4532427 of 2026-09-03 costs $143.34, due 2026-10-01.");
  EXPECT_EQ(shown, "{name_1}, claim {claim_1} of {date_1} costs {amount_1}, due {date_2}.");
  EXPECT_EQ(hidden.fill("{name_1}, you owe {amount_1} by {date_2}."),
            "Dorothy, you owe $143.34 by 2026-10-01.");
}

TEST(Placeholders, TheSameValueHasTheSameToken) {
  Placeholders hidden;
  EXPECT_EQ(hidden.hide("$20.00 and twenty dollars and $30"), "{amount_1} and {amount_1} and {amount_2}");
}

TEST(Placeholders, HidingTwiceChangesNothing) {
  Placeholders hidden;
  const auto once = hidden.hide("N W 2 8 3 1 9 2 4 2 owes $5.00 and 12 visits are left");
  EXPECT_EQ(once, "{member_1} owes {amount_1} and 12 visits are left");
  EXPECT_EQ(hidden.hide(once), once);
}

TEST(Placeholders, ATokenThatWasNeverGivenOutIsNotFilled) {
  Placeholders hidden;
  hidden.hide("$5.00");
  EXPECT_EQ(hidden.fill("You owe {amount_2}."), std::nullopt);
  EXPECT_EQ(hidden.fill("You owe {amount_1."), std::nullopt);
}

TEST(Placeholders, ToolArgumentsGetTheirValues) {
  Placeholders hidden;
  hidden.hide("NW28319242 and $143.34");
  const auto filled =
      hidden.fill_arguments(boost::json::parse(R"({"member_id":"{member_1}","amount":"{amount_1}","n":2})"));
  ASSERT_TRUE(filled);
  EXPECT_EQ(boost::json::serialize(*filled), R"({"member_id":"NW28319242","amount":14334,"n":2})");
  EXPECT_FALSE(hidden.fill_arguments(boost::json::parse(R"({"member_id":"{member_2}"})")));
}

TEST(Placeholders, AKnownValueIsHiddenOnlyAsWholeWords) {
  Placeholders hidden;
  hidden.know("name", "Al");
  EXPECT_EQ(hidden.hide("Al asks about all of it; AL too."), "{name_1} asks about all of it; {name_1} too.");
}

}  // namespace
}  // namespace attendant::guard
