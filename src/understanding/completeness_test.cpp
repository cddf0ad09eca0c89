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
  EXPECT_FALSE(Completeness::from_bytes("ATTNTE02"));
}

// Whole sentences end in a full stop, broken-off ones are followed by a word; the words are the same.
std::vector<HeardEnding> told_by_the_recogniser() {
  std::vector<HeardEnding> endings;
  for (int i = 0; i < 20; ++i) {
    const bool whole = i % 2 == 0;
    endings.push_back({.of = std::to_string(i),
                       .author = "a",
                       .asked = Asked::open,
                       .text = "what is my deductible",
                       .whole = whole,
                       .ending = {.word = whole ? 0.02F : 0.6F,
                                  .comma = 0.05F,
                                  .period = whole ? 0.9F : 0.2F,
                                  .question = 0.05F,
                                  .last_word = 0.9F}});
  }
  return endings;
}

TEST(Completeness, LearnsWhatTheRecogniserExpectedBehindTheLastWord) {
  const auto endings = told_by_the_recogniser();
  const auto head = train_completeness(std::span<const LabelledUtterance>(), endings);
  const auto score = [&](const HeardEnding& heard) {
    return head.score(heard.text, heard.asked, heard.ending);
  };
  EXPECT_GT(score(endings[0]), 0.8F);
  EXPECT_LT(score(endings[1]), 0.2F);
  const auto back = Completeness::from_bytes(head.to_bytes());
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->score(endings[1].text, Asked::open, endings[1].ending), score(endings[1]));
}

TEST(Completeness, AHeardEndingSurvivesItsLine) {
  const HeardEnding heard{.of = "dev-7",
                          .author = "a2",
                          .asked = Asked::ask_claim,
                          .text = "the \"blue\" one",
                          .whole = true,
                          .ending = {0.125F, 0.25F, 0.5F, 0.0F, 1.0F}};
  const auto back = heard_endings_from_lines(to_json_line(heard) + "\n");
  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->size(), 1U);
  EXPECT_EQ(to_json_line(back->front()), to_json_line(heard));
  EXPECT_EQ(back->front().ending.word, 0.125F);
}

TEST(Completeness, AnEndingThatIsNoneIsNamedWithItsLine) {
  const auto error = [](std::string_view line) {
    const auto heard = heard_endings_from_lines(line);
    return heard ? std::string() : heard.error().message;
  };
  EXPECT_NE(error("\n{\"text\": \"a\"}").find("line 2"), std::string::npos);
  EXPECT_NE(error(R"({"text": "a", "of": "1", "whole": true, "ending": [1, 2]})").find("5 numbers"),
            std::string::npos);
  EXPECT_NE(
      error(R"({"text": "a", "of": "1", "whole": true, "ending": [1, 2, 0, 0, 0]})").find("probabilities"),
      std::string::npos);
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
      {.whole = milliseconds(300), .broken_off = {milliseconds(150), milliseconds(1200)}},  // all, none
      {.whole = milliseconds(700), .broken_off = {milliseconds(600)}}};  // every second pause
  const auto all = figures(trials);
  EXPECT_EQ(all.turns, 2U);
  EXPECT_EQ(all.p50, milliseconds(700));
  EXPECT_NEAR(all.cut_off, 0.25, 1e-9);
}

}  // namespace
}  // namespace attendant::understanding
