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
