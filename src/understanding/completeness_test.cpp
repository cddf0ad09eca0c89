#include "understanding/completeness.hpp"

#include <gtest/gtest.h>

#include "understanding/completeness_training.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;

Completeness shipped() {
  auto head =
      Completeness::load(std::filesystem::path(ATTENDANT_SOURCE_DIR) / "data/understanding/completeness.bin");
  EXPECT_TRUE(head) << (head ? "" : head.error().message);
  return head ? *std::move(head) : Completeness(std::vector<float>(kCompletenessFeatures));
}

TEST(Completeness, WholeRequestsScoreHigherThanTheirBeginnings) {
  const auto head = shipped();
  const auto whole = head.score("I want to know the status of my claim", Asked::open);
  for (const char* beginning : {"I want to", "I want to know the", "I want to know the status of my"})
    EXPECT_GT(whole, 2 * head.score(beginning, Asked::open)) << beginning;
}

TEST(Completeness, NothingSaidIsNothingWhole) { EXPECT_EQ(shipped().score(" ... ", Asked::open), 0.0F); }

TEST(Completeness, MarksOfPunctuationDoNotCount) {
  EXPECT_EQ(completeness_features("why was my claim denied?", Asked::open),
            completeness_features("Why was my claim denied", Asked::open));
}

TEST(Completeness, AHeadSurvivesItsFile) {
  const auto head = shipped();
  const auto back = Completeness::from_bytes(head.to_bytes());
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->score("what is my deductible", Asked::open),
            head.score("what is my deductible", Asked::open));
  EXPECT_FALSE(Completeness::from_bytes(head.to_bytes().substr(1)));
  EXPECT_FALSE(Completeness::from_bytes("ATTNTE01"));
}

TEST(Completeness, TheSameLinesGiveTheSameHead) {
  const std::vector<LabelledUtterance> lines = {
      {.said = {.id = "1", .author = "a", .asked = Asked::open, .text = "what is my deductible"}},
      {.said = {.id = "2", .author = "a", .asked = Asked::open, .text = "did you pay my claim from May"}}};
  EXPECT_EQ(train_completeness(lines).to_bytes(), train_completeness(lines).to_bytes());
}

TEST(TurnFigures, CountWhatThePausesCutOff) {
  using std::chrono::milliseconds;
  const std::vector<TurnTrial> trials = {
      {.whole = milliseconds(300), .broken_off = {milliseconds(300), milliseconds(1200)}},  // all, none
      {.whole = milliseconds(700), .broken_off = {milliseconds(750)}}};  // every second pause
  const auto all = figures(trials);
  EXPECT_EQ(all.turns, 2U);
  EXPECT_EQ(all.p50, milliseconds(700));
  EXPECT_NEAR(all.cut_off, 0.25, 1e-9);
}

}  // namespace
}  // namespace attendant::understanding
