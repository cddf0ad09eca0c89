#include "speech/clauses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Clauses, EndWithSentences) {
  EXPECT_THAT(split_clauses("It was paid. You owe $20.00! Anything else?"),
              ElementsAre("It was paid.", "You owe $20.00!", "Anything else?"));
}

TEST(Clauses, EndAtACommaOnceTheyHaveFourWords) {
  EXPECT_THAT(split_clauses("Yes, your claim was paid, and a check was mailed."),
              ElementsAre("Yes, your claim was paid,", "and a check was mailed."));
}

TEST(Clauses, AreNotCutInsideNumbersTimesOrNames) {
  EXPECT_THAT(split_clauses("Dr. Lee billed $1,250.00 on 2026-09-03 at 2:30 p.m. sharp."),
              ElementsAre("Dr. Lee billed $1,250.00 on 2026-09-03 at 2:30 p.m. sharp."));
  EXPECT_THAT(split_clauses("We close at 5 p.m. Goodbye."), ElementsAre("We close at 5 p.m.", "Goodbye."));
  EXPECT_THAT(split_clauses("Ask J. Smith."), ElementsAre("Ask J. Smith."));
}

TEST(Clauses, AreCutShortWhenTheyOpenALongReply) {
  EXPECT_THAT(split_opening("Your claim for the office visit on September 3 was paid on October 2."),
              ElementsAre("Your claim for the office visit", "on September 3 was paid on October 2."));
  EXPECT_THAT(split_opening("The MRI was denied because it needs prior authorization."),
              ElementsAre("The MRI was denied", "because it needs prior authorization."));
  EXPECT_THAT(split_opening("Your premium went up by $14.20 a month because you changed the age band."),
              ElementsAre("Your premium went up", "by $14.20 a month because you changed the age band."));
}

TEST(Clauses, StayWholeAtTheOpeningWhenTheyAreShort) {
  EXPECT_THAT(split_opening("It was paid by check on Monday."),
              ElementsAre("It was paid by check on Monday."));
}

TEST(Clauses, AreNotCutShortInsideNamesOrNumbers) {
  EXPECT_THAT(split_opening("Doctors at Smith and Jones see new patients every day of the week."),
              ElementsAre("Doctors at Smith and Jones see new patients every day of the week."));
  EXPECT_THAT(split_opening("It costs $20 and 10% of the whole allowed amount every single time."),
              ElementsAre("It costs $20 and 10% of the whole allowed amount every single time."));
  EXPECT_THAT(split_opening("You have one hundred and fifty dollars left of your yearly vision allowance."),
              ElementsAre("You have one hundred and fifty dollars left of your yearly vision allowance."));
}

TEST(Clauses, OfNothingAreNone) {
  EXPECT_THAT(split_clauses(""), IsEmpty());
  EXPECT_THAT(split_clauses("  \n "), IsEmpty());
}

TEST(Clauses, KeepEveryWord) {
  const std::string_view text = "One two three four, five \"six.\" Seven: eight nine ten: eleven";
  std::string joined;
  for (const std::string_view clause : split_clauses(text))
    joined += std::string(joined.empty() ? "" : " ") + std::string(clause);
  EXPECT_EQ(joined, text);
}

}  // namespace
}  // namespace attendant::speech
