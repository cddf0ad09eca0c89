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
  EXPECT_THAT(fixed_lines("Northwind").front(), HasSubstr("Thank you for calling Northwind."));
}

TEST(FixedLines, HaveNothingLeftToFillIn) {
  EXPECT_THAT(fixed_lines("Northwind"), Each(Not(HasSubstr("{"))));
}

TEST(FixedLines, HoldEveryVariant) {
  EXPECT_THAT(fixed_lines("Northwind"), Contains("Is there anything else?"));
  EXPECT_THAT(fixed_lines("Northwind"), Contains("Anything else today?"));
}

}  // namespace
}  // namespace attendant::brain
