#include "speech/opening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

using testing::ElementsAre;

TEST(Opening, OfALongClauseIsAFewWords) {
  EXPECT_THAT(split_opening("Your claim for the office visit on September 3 was paid on October 2."),
              ElementsAre("Your claim for the office visit", "on September 3 was paid on October 2."));
  EXPECT_THAT(split_opening("The MRI was denied because it needs prior authorization."),
              ElementsAre("The MRI was denied", "because it needs prior authorization."));
  EXPECT_THAT(split_opening("Your premium went up by $14.20 a month because you changed the age band."),
              ElementsAre("Your premium went up", "by $14.20 a month because you changed the age band."));
  EXPECT_THAT(split_opening("For a provider's office I can only give the status of that one claim."),
              ElementsAre("For a provider's office", "I can only give the status of that one claim."));
}

TEST(Opening, IsLongerWhereNoEarlierPauseIsNatural) {
  EXPECT_THAT(split_opening("Approval for MRI of the heart is already on file until 2027-01-18."),
              ElementsAre("Approval for MRI of the heart", "is already on file until 2027-01-18."));
}

TEST(Opening, OfAShortClauseIsTheClause) {
  EXPECT_THAT(split_opening("It was paid by check on Monday."),
              ElementsAre("It was paid by check on Monday."));
}

TEST(Opening, CountsWordsAsTheyAreSaid) {
  EXPECT_THAT(split_opening("I have NW02895750."), ElementsAre("I have", "NW02895750."));
  EXPECT_THAT(split_opening("Claim CLM4507108."), ElementsAre("Claim", "CLM4507108."));
  EXPECT_THAT(split_opening("I have $5 of yours."), ElementsAre("I have $5 of yours."));
}

TEST(Opening, MayEndAtAnEarlyComma) {
  EXPECT_THAT(split_opening("The November premium, $747.72, is due."),
              ElementsAre("The November premium,", "$747.72, is due."));
}

TEST(Opening, MayEndBehindAnAmount) {
  EXPECT_THAT(split_opening("You owe $0.00 for your specialist consultation on 2026-09-09."),
              ElementsAre("You owe $0.00", "for your specialist consultation on 2026-09-09."));
}

TEST(Opening, IsNotCutInsideNamesOrNumbers) {
  EXPECT_THAT(split_opening("Doctors at Smith and Jones see new patients every day of the week."),
              ElementsAre("Doctors at Smith and Jones see new patients every day of the week."));
  EXPECT_THAT(split_opening("It costs $20 and 10% of the whole allowed amount every single time."),
              ElementsAre("It costs $20 and 10% of the whole allowed amount every single time."));
  EXPECT_THAT(split_opening("You have one hundred and fifty dollars left of your yearly vision allowance."),
              ElementsAre("You have one hundred and fifty dollars left of your yearly vision allowance."));
}

}  // namespace
}  // namespace attendant::speech
