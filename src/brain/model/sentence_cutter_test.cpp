#include "brain/model/sentence_cutter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The pieces of a text that comes in deltas of `size` bytes.
std::vector<std::string> cut(std::string_view text, std::size_t size = 3) {
  SentenceCutter cutter;
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size(); at += size)
    for (auto& piece : cutter.add(text.substr(at, size))) all.push_back(std::move(piece));
  if (auto rest = cutter.finish()) all.push_back(*std::move(rest));
  return all;
}

TEST(SentenceCutter, TheFirstClauseComesBeforeItsSentenceIsWhole) {
  EXPECT_THAT(cut("Your claim was denied, because it came late. You can appeal, of course, until May."),
              ElementsAre("Your claim was denied,", "because it came late.",
                          "You can appeal, of course, until May."));
}

TEST(SentenceCutter, AShortBeginningStaysWithItsSentence) {
  EXPECT_THAT(cut("Yes, it was paid. Anything else?"), ElementsAre("Yes, it was paid.", "Anything else?"));
}

TEST(SentenceCutter, DoesNotCutInsideSumsAbbreviationsAndPlaceholders) {
  EXPECT_THAT(cut("You owe $1,638.15 to Dr. Okafor at 9 a.m. on the claim {claim_1}. It is due."),
              ElementsAre("You owe $1,638.15 to Dr. Okafor at 9 a.m. on the claim {claim_1}.", "It is due."));
}

TEST(SentenceCutter, HowTheDeltasFallDoesNotMatter) {
  const std::string text = "It was paid. The plan paid $20.00 on May 4, 2026! Is there more?\nYes.";
  const auto whole = cut(text, text.size());
  for (std::size_t size = 1; size < 20; ++size) EXPECT_EQ(cut(text, size), whole) << size;
}

TEST(SentenceCutter, NobodyHearsMarkdown) {
  EXPECT_THAT(
      cut("## Your claims\n\n1. **MRI**: denied\n2. `X-ray`: paid\n---\nSee [the portal](https://a.b)."),
      ElementsAre("Your claims", "MRI: denied", "X-ray: paid", "See the portal."));
  EXPECT_EQ(without_markdown("_now_ {amount_1} and snake_case"), "now {amount_1} and snake_case");
}

TEST(SentenceCutter, APauseBringsTheBeginningWhenItIsLongEnough) {
  SentenceCutter cutter;
  EXPECT_THAT(cutter.add("Let me see "), IsEmpty());
  EXPECT_FALSE(cutter.pause());
  EXPECT_THAT(cutter.add("what we have for the"), IsEmpty());
  EXPECT_TRUE(cutter.waits_for_first());
  EXPECT_EQ(cutter.pause(), "Let me see what we");
  EXPECT_EQ(cutter.finish(), "have for the");
}

TEST(SentenceCutter, APauseDoesNotTearANegationOrASumApart) {
  SentenceCutter cutter;
  EXPECT_THAT(cutter.add("I see that it was not "), IsEmpty());
  EXPECT_EQ(cutter.pause(), "I see that it");
}

}  // namespace
}  // namespace attendant::brain
