#include "lab/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::lab {
namespace {

std::vector<CaseResult> results(const std::vector<bool>& good) {
  std::vector<CaseResult> all;
  for (std::size_t i = 0; i < good.size(); ++i) {
    CaseResult result;
    result.which.name = "case " + std::to_string(i);
    if (!good[i]) result.score.missed = {"something"};
    all.push_back(std::move(result));
  }
  return all;
}

TEST(Comparison, NamesWhatWasGainedAndLost) {
  const auto a = results({true, false, true}), b = results({true, true, false});
  const auto compared = compare(a, b, 1);
  EXPECT_THAT(compared.gained, testing::ElementsAre("case 1"));
  EXPECT_THAT(compared.lost, testing::ElementsAre("case 2"));
  EXPECT_DOUBLE_EQ(compared.success.difference, 0);
}

TEST(Comparison, IsSureOfABigDifferenceAndNotOfASmallOne) {
  std::vector<bool> bad(200, false), good(200, true), nearly(200, false);
  nearly[0] = true;
  EXPECT_TRUE(compare(results(bad), results(good), 1).success.sure());
  EXPECT_FALSE(compare(results(bad), results(nearly), 1).success.sure());
}

TEST(Comparison, ComesOutTheSameForTheSameSeed) {
  std::vector<bool> a, b;
  for (int i = 0; i < 100; ++i) {
    a.push_back(i % 3 == 0);
    b.push_back(i % 2 == 0);
  }
  const auto first = compare(results(a), results(b), 9), second = compare(results(a), results(b), 9);
  EXPECT_DOUBLE_EQ(first.success.low, second.success.low);
  EXPECT_LT(first.success.low, first.success.difference);
  EXPECT_GT(first.success.high, first.success.difference);
}

}  // namespace
}  // namespace attendant::lab
