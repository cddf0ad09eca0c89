#include "documents/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string problem_of(std::string_view text) {
  const auto document = parse_document("guide", text);
  return document ? "" : document.error().message;
}

TEST(Document, IsPassagesUnderTheirHeadings) {
  const auto document = parse_document("guide", R"(---
title: the plan guide
plans: NW-A, NW-B
level: member
---
# Getting care

## Out-of-network care
Care **elsewhere** costs more. See [the list](https://example.com/list).

Emergencies are covered.

## Referrals
- You need none.
- Nobody asks Dr. Rau for one.
)");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->title, "the plan guide");
  EXPECT_THAT(document->plans, ElementsAre("NW-A", "NW-B"));
  EXPECT_EQ(document->level, Level::member);
  ASSERT_EQ(document->passages.size(), 3U);
  EXPECT_EQ(document->passages[0].id, "guide/out-of-network-care/1");
  EXPECT_EQ(document->passages[0].section, "Getting care: Out-of-network care");
  EXPECT_EQ(document->passages[0].text, "Care elsewhere costs more. See the list.");
  EXPECT_EQ(document->passages[1].id, "guide/out-of-network-care/2");
  EXPECT_EQ(document->passages[2].section, "Getting care: Referrals");
  EXPECT_EQ(document->passages[2].text, "You need none. Nobody asks Dr. Rau for one.");
}

TEST(Document, LongParagraphsAreSplitBetweenSentences) {
  std::string text = "---\ntitle: t\n---\n# H\n";
  for (int i = 0; i < 10; ++i) text += "This sentence has exactly ten words in it, I think. ";
  const auto document = parse_document("guide", text);
  ASSERT_TRUE(document);
  ASSERT_EQ(document->passages.size(), 2U);
  for (const auto& passage : document->passages) EXPECT_TRUE(passage.text.ends_with("I think."));
}

TEST(Document, WhatCannotBeReadIsToldWithItsLine) {
  EXPECT_EQ(problem_of("Hello"), "guide.md:1: begins with no --- and title: of the document");
  EXPECT_THAT(problem_of("---\ntitel: x\n---\ntext"), HasSubstr("guide.md:2: titel: unknown"));
  EXPECT_EQ(problem_of("---\nplans: A\n---\ntext"), "guide.md:3: title: is missing");
  EXPECT_EQ(problem_of("---\ntitle: x\nlevel: staff\n---\ntext"), "guide.md:3: level is none or member");
  EXPECT_THAT(problem_of("---\ntitle: x\n---\n# H\n| a | b |\n"), HasSubstr("guide.md:5: tables and code"));
  EXPECT_THAT(problem_of("---\ntitle: x\n"), HasSubstr("does not end"));
  EXPECT_THAT(problem_of("---\ntitle: x\n---\n# Only a heading\n"), HasSubstr("holds no text"));
}

TEST(Document, SentencesEndAtTheirMarks) {
  EXPECT_THAT(sentences_of("Ask Dr. Rau. It costs $1.50! Why?  No"),
              ElementsAre("Ask Dr. Rau.", "It costs $1.50!", "Why?", "No"));
}

}  // namespace
}  // namespace attendant::documents
