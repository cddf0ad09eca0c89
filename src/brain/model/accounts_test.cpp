// Quotas, costs, the cache of answers, the budget for hedges.
#include <gtest/gtest.h>

#include "brain/model/answer_cache.hpp"
#include "brain/model/cost.hpp"
#include "brain/model/hedge_budget.hpp"
#include "brain/model/token_quota.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart{};

TEST(TokenQuota, FillsWithTimeUpToAMinutesWorth) {
  TokenQuota quota;
  quota.set_limit("phone", 600);
  EXPECT_TRUE(quota.reserve("phone", 600, kStart));
  EXPECT_FALSE(quota.reserve("phone", 1, kStart));
  EXPECT_EQ(quota.left("phone", kStart + 10s), 100);
  EXPECT_TRUE(quota.reserve("phone", 100, kStart + 10s));
  EXPECT_EQ(quota.left("phone", kStart + 1h), 600);
}

TEST(TokenQuota, SaysWhenItWouldFit) {
  TokenQuota quota;
  quota.set_limit("phone", 600);
  EXPECT_TRUE(quota.reserve("phone", 600, kStart));
  const auto refused = quota.reserve("phone", 50, kStart);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::exhausted);
  EXPECT_EQ(refused.error().retry_after, 5s);
  EXPECT_TRUE(quota.reserve("phone", 50, kStart + 5s));
}

TEST(TokenQuota, WhatNeverFitsIsNotWorthWaitingFor) {
  TokenQuota quota;
  quota.set_limit("phone", 600);
  EXPECT_EQ(quota.reserve("phone", 601, kStart).error().retry, Retry::never);
}

TEST(TokenQuota, MoreThanReservedIsADebt) {
  TokenQuota quota;
  quota.set_limit("phone", 600);
  EXPECT_TRUE(quota.reserve("phone", 600, kStart));
  quota.settle("phone", 600, 900, kStart);
  EXPECT_EQ(quota.left("phone", kStart), -300);
  EXPECT_FALSE(quota.reserve("phone", 1, kStart + 30s));
  EXPECT_TRUE(quota.reserve("phone", 100, kStart + 40s));
}

TEST(TokenQuota, ConsumersDoNotTakeFromEachOtherAndANewLimitForgetsNothing) {
  TokenQuota quota;
  quota.set_limit("phone", 100);
  quota.set_limit("summary", 100);
  EXPECT_TRUE(quota.reserve("phone", 100, kStart));
  EXPECT_TRUE(quota.reserve("summary", 100, kStart));
  EXPECT_TRUE(quota.reserve("unlimited", 1'000'000, kStart));
  quota.set_limit("phone", 150);
  EXPECT_EQ(quota.left("phone", kStart), 50);
}

TEST(AnswerCache, KeepsTheLatestUsedForItsTime) {
  AnswerCache cache(2, 60s);
  cache.keep("a", "A", kStart);
  cache.keep("b", "B", kStart);
  EXPECT_EQ(cache.find("a", kStart), "A");
  cache.keep("c", "C", kStart);
  EXPECT_FALSE(cache.find("b", kStart));
  EXPECT_EQ(cache.find("a", kStart + 59s), "A");
  EXPECT_FALSE(cache.find("a", kStart + 60s));
  cache.keep("c", "C again", kStart);
  EXPECT_EQ(cache.find("c", kStart), "C again");
  EXPECT_EQ(cache.size(), 1U);
}

TEST(Cost, IsWholeMicroCentsRoundedToTheNearest) {
  // $2.50, $1.25 and $10 for a million.
  const TokenPrice price{.prompt = 250'000, .cached = 125'000, .completion = 1'000'000};
  EXPECT_EQ(cost_of({.prompt = 1'000'000}, price), 250'000'000);  // 250 cents
  EXPECT_EQ(cost_of({.prompt = 1000, .cached = 1000}, price), 125'000);
  EXPECT_EQ(cost_of({.prompt = 10, .cached = 99, .completion = 1}, price), 1250 + 1000);
  EXPECT_EQ(cost_of({.prompt = 1}, {.prompt = 1499}), 1);
  EXPECT_EQ(cost_of({.prompt = 1}, {.prompt = 1500}), 2);
}

TEST(Cost, IsSummedByCallAndByAgent) {
  CostLedger ledger;
  ledger.add("c-1", "claims", {.prompt = 100, .cached = 40, .completion = 7}, 10);
  ledger.add("c-1", "billing", {.prompt = 50, .completion = 3}, 5);
  ledger.add("c-2", "claims", {}, 1);
  EXPECT_EQ(ledger.of_agent("claims"), 11);
  const Spent spent{.usage = {.prompt = 150, .cached = 40, .completion = 10}, .cost = 15, .requests = 2};
  EXPECT_EQ(ledger.of_call("c-1"), spent);
  EXPECT_EQ(ledger.take_call("c-1"), spent);
  EXPECT_EQ(ledger.of_call("c-1"), Spent{});
  EXPECT_EQ(ledger.of_agent("billing"), 5);
}

TEST(Cost, IsToldInDollarsAndTokens) {
  EXPECT_EQ(
      to_text({.usage = {.prompt = 5310, .cached = 1200, .completion = 210}, .cost = 421'000, .requests = 4}),
      "$0.004210: 5310 + 210 tokens (1200 cached), 4 requests");
}

TEST(HedgeBudget, IsAShareOfRequestsAndSavesUpOnlyAFew) {
  HedgeBudget budget;
  for (int i = 0; i < 19; ++i) budget.earn(0.05);
  EXPECT_FALSE(budget.affords());
  budget.earn(0.05);
  EXPECT_TRUE(budget.affords());
  for (int i = 0; i < 10'000; ++i) budget.earn(0.05);
  int spent = 0;
  for (; budget.affords(); ++spent) budget.spend();
  EXPECT_EQ(spent, 5);
}

}  // namespace
}  // namespace attendant::brain
