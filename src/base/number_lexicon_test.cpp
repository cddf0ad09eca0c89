#include "base/number_lexicon.hpp"

#include <gtest/gtest.h>

namespace attendant {
namespace {

TEST(NumberLexicon, KnowsNumbersByTheirWords) {
  EXPECT_EQ(digit_word("seven"), 7);
  EXPECT_EQ(digit_word("oh"), 0);
  EXPECT_EQ(teen_word("twelve"), 12);
  EXPECT_EQ(tens_word("forty"), 40);
  EXPECT_EQ(ordinal_word("twentieth"), 20);
}

TEST(NumberLexicon, KeepsDigitsApartFromWhatOnlySoundsLikeThem) {
  EXPECT_EQ(digit_homophone("to"), 2);
  EXPECT_EQ(digit_word("to"), std::nullopt);
  EXPECT_EQ(digit_homophone("two"), std::nullopt);
}

}  // namespace
}  // namespace attendant
