#include "speech/embedded/token_guess.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::speech::embedded {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array<std::int64_t, 6> kWords = {10, 11, 12, 13, 14, 15};

TEST(TokenGuess, IsAllThatFollowsWhileTheTextAgrees) {
  TokenGuess guess(kWords);
  EXPECT_THAT(guess.rest(), ElementsAre(10, 11, 12, 13, 14, 15));
  guess.read(10);
  guess.read(11);
  EXPECT_THAT(guess.rest(), ElementsAre(12, 13, 14, 15));
}

TEST(TokenGuess, IsNothingBehindAWordThatIsReadOtherwise) {
  TokenGuess guess(kWords);
  guess.read(10);
  guess.read(99);
  EXPECT_THAT(guess.rest(), IsEmpty());
}

TEST(TokenGuess, IsFoundAgainBehindAWordThatWasReplacedOrLeftOutOrIsNew) {
  for (const std::int64_t next : {11, 12, 13}) {
    TokenGuess guess(kWords);
    guess.read(10);
    guess.read(99);
    guess.read(next);
    EXPECT_EQ(guess.rest().size(), static_cast<std::size_t>(15 - next));
    EXPECT_EQ(guess.rest().front(), next + 1);
  }
}

TEST(TokenGuess, IsNotLookedForFarAway) {
  std::vector<std::int64_t> words(40, 7);
  words.back() = 8;
  TokenGuess guess(words);
  guess.read(8);
  EXPECT_THAT(guess.rest(), IsEmpty());
}

TEST(TokenGuess, EndsWithItsTokens) {
  TokenGuess guess(kWords);
  for (const auto word : kWords) guess.read(word);
  EXPECT_THAT(guess.rest(), IsEmpty());
  guess.read(1);
  EXPECT_THAT(guess.rest(), IsEmpty());
}

}  // namespace
}  // namespace attendant::speech::embedded
