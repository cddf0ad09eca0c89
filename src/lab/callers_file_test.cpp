// The files that describe callers: what is wrong in them is named with its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/goal.hpp"
#include "lab/persona.hpp"

namespace attendant::lab {
namespace {

using testing::HasSubstr;

constexpr std::string_view kGoal = R"(line: claims
goals:
  - id: one
    title: One goal
    member: NW28319242
    wishes:
      - says: ["why was it denied"]
        hears: ["authorization"]
        tools: claim_denial
        answers:
          which: ["the MRI"]
)";

TEST(GoalFile, IsRead) {
  const auto goals = parse_goals(kGoal, "claims.yaml");
  ASSERT_TRUE(goals) << goals.error().message;
  ASSERT_EQ(goals->size(), 1U);
  const auto& goal = goals->front();
  EXPECT_EQ(goal.id, "one");
  EXPECT_EQ(goal.line, Line::claims);
  EXPECT_THAT(goal.wishes.front().tools, testing::ElementsAre("claim_denial"));
  EXPECT_THAT(goal.wishes.front().answers.at("which"), testing::ElementsAre("the MRI"));
}

TEST(GoalFile, NamesAnUnknownKeyWithItsLine) {
  const auto goals = parse_goals(std::string(kGoal) + "        heards: [\"x\"]\n", "claims.yaml");
  ASSERT_FALSE(goals);
  EXPECT_THAT(goals.error().message, HasSubstr("claims.yaml:12:"));
  EXPECT_THAT(goals.error().message, HasSubstr("heards is not known here"));
}

TEST(GoalFile, NeedsAWishWithWords) {
  EXPECT_THAT(
      parse_goals("line: claims\ngoals:\n  - id: a\n    title: A\n    wishes: []\n", "x").error().message,
      HasSubstr("at least one is needed"));
  EXPECT_THAT(
      parse_goals("line: claims\ngoals:\n  - id: a\n    title: A\n    wishes:\n      - terse: [\"x\"]\n", "x")
          .error()
          .message,
      HasSubstr("says is missing"));
}

TEST(GoalFile, KnowsOnlyItsThreeLines) {
  EXPECT_THAT(parse_goals("line: pensions\ngoals: []\n", "x").error().message, HasSubstr("none of claims"));
}

TEST(PersonaFile, IsRead) {
  const auto personas = parse_personas(
      "personas:\n  - id: cross\n    speech: terse\n    digits: [pairs, mumbled]\n    silent: "
      "0.25\ncommon:\n  \"yes\": [\"Yes.\"]\n",
      "personas.yaml");
  ASSERT_TRUE(personas) << personas.error().message;
  const auto& cross = personas->all.front();
  EXPECT_EQ(cross.speech, Register::terse);
  EXPECT_THAT(cross.digits, testing::ElementsAre(DigitManner::pairs, DigitManner::mumbled));
  EXPECT_DOUBLE_EQ(cross.silent, 0.25);
  EXPECT_THAT(personas->common.at("yes"), testing::ElementsAre("Yes."));
}

TEST(PersonaFile, NamesWhatIsOutOfRange) {
  EXPECT_THAT(parse_personas("personas:\n  - id: a\n    silent: 2\ncommon: {}\n", "p").error().message,
              HasSubstr("\"2\" is no number from 0 to 1"));
  EXPECT_THAT(
      parse_personas("personas:\n  - id: a\n    digits: backwards\ncommon: {}\n", "p").error().message,
      HasSubstr("\"backwards\" is no manner"));
}

}  // namespace
}  // namespace attendant::lab
