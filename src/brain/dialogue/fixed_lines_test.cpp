#include "brain/dialogue/fixed_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

TEST(FixedLines, BeginWithTheGreeting) {
  EXPECT_THAT(fixed_lines({.company = "Northwind"}).front(), HasSubstr("Thank you for calling Northwind."));
}

TEST(FixedLines, HaveNothingLeftToFillIn) {
  EXPECT_THAT(fixed_lines({.company = "Northwind"}), Each(Not(HasSubstr("{"))));
}

TEST(FixedLines, HoldEveryVariant) {
  EXPECT_THAT(fixed_lines({.company = "Northwind"}), Contains("Is there anything else?"));
  EXPECT_THAT(fixed_lines({.company = "Northwind"}), Contains("Anything else today?"));
}

}  // namespace
}  // namespace attendant::brain
