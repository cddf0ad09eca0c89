#include "lab/spoken_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::lab {
namespace {

std::vector<std::string> texts_in(std::string_view sentence) {
  std::vector<std::string> texts;
  for (const auto& value : values_in(sentence)) texts.push_back(value.text);
  return texts;
}

TEST(SpokenValues, AreAmountsDatesIdsPercentagesAndTelephoneNumbers) {
  EXPECT_THAT(texts_in("You owe $1,638.15 for CLM4532427 of 2026-08-18, 20% of it by 312-555-0180."),
              testing::ElementsAre("$1,638.15", "CLM4532427", "2026-08-18", "20%", "312-555-0180"));
}

TEST(SpokenValues, AreNotTheFiguresOfFixedSentences) {
  EXPECT_THAT(texts_in("Hang up now and call 911. Key in the 8 digits, or press 1 for yes."),
              testing::IsEmpty());
}

TEST(SpokenValues, EndWithTheSentence) {
  EXPECT_THAT(texts_in("You owe $0.00."), testing::ElementsAre("$0.00"));
  EXPECT_THAT(texts_in("It was $5"), testing::ElementsAre("$5"));
  EXPECT_THAT(texts_in("until 2027-03-09."), testing::ElementsAre("2027-03-09"));
}

}  // namespace
}  // namespace attendant::lab
