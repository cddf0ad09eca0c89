// Hedges, spill-over, quotas, the cache and costs: what the pool does beyond a single attempt.
#include <gtest/gtest.h>

#include "brain/model/pool_under_test.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;

std::vector<ModelEndpoint> two() { return {{.name = "east"}, {.name = "west", .priority = 1}}; }

PoolPolicy hedging_always() {
  PoolPolicy policy;
  policy.hedged_share = 1.0;
  return policy;
}

TEST(Hedge, ThatIsQuickerWinsAndTheLoserIsCancelled) {
  PoolUnderTest pool(two(), hedging_always());
  pool.want();
  pool.advance(800ms);
  EXPECT_EQ(pool.story(), (Story{"start 1 on east: first", "start 2 on west: hedge"}));
  pool.advance(100ms);
  pool.token(2, "Hello");
  EXPECT_EQ(pool.story(), (Story{"cancel 1", "deliver Hello"}));
  pool.token(1, "Good");
  pool.end(2);
  EXPECT_EQ(pool.story(), Story{"finish: stop"});
  EXPECT_TRUE(pool.finished()->served.hedge_won);
  EXPECT_EQ(pool.finished()->served.endpoint, 1U);
  EXPECT_EQ(pool.finished()->served.first_token, 900ms);
}

TEST(Hedge, ThatIsSlowerIsCancelled) {
  PoolUnderTest pool(two(), hedging_always());
  pool.want();
  pool.advance(850ms);
  pool.forget();
  pool.token(1);
  EXPECT_EQ(pool.story(), (Story{"cancel 2", "deliver word"}));
  pool.end(1);
  EXPECT_FALSE(pool.finished()->served.hedge_won);
  EXPECT_EQ(pool.state().endpoints[1].running, 0);
}

TEST(Hedge, WithoutBudgetThereIsNone) {
  PoolPolicy policy;
  policy.hedged_share = 0.25;
  PoolUnderTest pool(two(), policy);
  for (std::uint64_t request = 1; request <= 8; ++request) {
    pool.want(request);
    pool.advance(850ms);
    EXPECT_EQ(pool.state().requests.at(ModelRequestId(request)).served.hedged, request % 4 == 0) << request;
    pool.drop(request);
  }
}

TEST(Hedge, ItStartsWhenTheFirstIsSlowerThanItsP95) {
  PoolUnderTest pool(two(), hedging_always());
  for (std::uint64_t request = 1; request <= FirstTokenTimes::kFewest; ++request) pool.serve(request, 400ms);
  pool.want(21);
  pool.forget();
  pool.advance(399ms);
  EXPECT_EQ(pool.story(), Story{});
  pool.advance(1ms);
  EXPECT_EQ(pool.story(), Story{"start 22 on west: hedge"});
}

TEST(Hedge, GoesOnlyWhereNothingIsInDoubt) {
  PoolUnderTest pool(two(), hedging_always());
  pool.want(1);
  pool.fail(1, FaultKind::throttled, 5s);
  pool.fail(2, FaultKind::throttled, 10s);
  pool.advance(6s);
  pool.forget();
  pool.want(2);
  pool.advance(900ms);
  EXPECT_EQ(pool.story(), Story{"start 3 on east: first"});
}

TEST(Hedge, OfTwoTheOneThatFailsLeavesTheOtherRunning) {
  PoolUnderTest pool(two(), hedging_always());
  pool.want();
  pool.advance(850ms);
  pool.forget();
  pool.fail(1, FaultKind::overloaded);
  EXPECT_EQ(pool.story(), Story{});
  pool.token(2);
  EXPECT_EQ(pool.story(), Story{"deliver word"});
}

TEST(Hedge, TakesNothingFromAConsumerWhoseQuotaIsUsedUp) {
  PoolUnderTest pool(two(), hedging_always());
  pool.state().quota.set_limit("phone", 200);
  pool.want();
  pool.advance(900ms);
  EXPECT_EQ(pool.story(), Story{"start 1 on east: first"});
}

TEST(SpillOver, FromTheProvisionedEndpointWhenItIsThrottledAndBackAgain) {
  PoolPolicy policy;
  policy.hedged_share = 0.0;
  PoolUnderTest pool({{.name = "payg", .priority = 1}, {.name = "ptu", .priority = 0}}, policy);
  pool.want(1);
  pool.fail(1, FaultKind::throttled, 3s);
  pool.want(2);
  EXPECT_EQ(pool.story(),
            (Story{"start 1 on ptu: first", "start 2 on payg: retry", "start 3 on payg: first"}));
  pool.drop(1);
  pool.drop(2);
  pool.advance(3s);
  pool.forget();
  pool.want(3);
  EXPECT_EQ(pool.story(), Story{"start 4 on ptu: first"});
}

TEST(SpillOver, WhenTheProvisionedEndpointIsFull) {
  PoolUnderTest pool({{.name = "ptu", .priority = 0, .most_requests = 2}, {.name = "payg", .priority = 1}});
  for (std::uint64_t request = 1; request <= 3; ++request) pool.want(request);
  EXPECT_EQ(pool.story(),
            (Story{"start 1 on ptu: first", "start 2 on ptu: first", "start 3 on payg: first"}));
}

TEST(SpillOver, WhenTheProvisionedEndpointIsExpectedToBeLate) {
  PoolPolicy policy;
  policy.hedged_share = 0.0;
  PoolUnderTest pool({{.name = "ptu", .priority = 0}, {.name = "payg", .priority = 1}}, policy);
  pool.serve(1, 1200ms);
  pool.want(2);
  EXPECT_EQ(pool.story(), Story{"start 2 on payg: first"});
  pool.drop(2);
  pool.advance(FirstTokenTimes::kForgotten + 1ms);
  pool.forget();
  pool.want(3);
  EXPECT_EQ(pool.story(), Story{"start 3 on ptu: first"});
}

TEST(SpillOver, WhenTheProvisionedEndpointSaysThatItsQuotaIsNearlyUsedUp) {
  PoolUnderTest pool({{.name = "ptu", .priority = 0}, {.name = "payg", .priority = 1}});
  pool.want(1);
  pool.limits(1, {.tokens_left = 300, .tokens_reset = 4s});
  pool.want(2);
  pool.want(3);  // each is expected to take 150
  pool.want(4);
  EXPECT_EQ(pool.story(), (Story{"start 1 on ptu: first", "start 2 on ptu: first", "start 3 on ptu: first",
                                 "start 4 on payg: first"}));
  for (std::uint64_t request = 1; request <= 4; ++request) pool.drop(request);
  pool.advance(4s);
  pool.forget();
  pool.want(5);
  EXPECT_EQ(pool.story(), Story{"start 5 on ptu: first"});
}

TEST(SpillOver, WhereNobodyHasQuotaLeftTheFirstIsAskedAllTheSame) {
  PoolUnderTest pool({{.name = "ptu", .priority = 0}, {.name = "payg", .priority = 1}});
  pool.want(1);
  pool.limits(1, {.requests_left = 0});
  pool.want(2);
  pool.limits(2, {.requests_left = 0});
  pool.forget();
  pool.want(3);
  EXPECT_EQ(pool.story(), Story{"start 3 on ptu: first"});
}

TEST(Quota, ARequestThatDoesNotFitIsRefusedBeforeItCostsAnything) {
  PoolUnderTest pool(two());
  pool.state().quota.set_limit("phone", 300);
  pool.want(1);
  pool.want(2);
  pool.forget();
  pool.want(3);
  EXPECT_EQ(pool.story(), Story{"fail: exhausted"});
  EXPECT_EQ(pool.failed()->error.retry_after, 30s);  // 150 of 300 a minute
}

TEST(Quota, IsSettledWithWhatWasTaken) {
  PoolUnderTest pool(two());
  pool.state().quota.set_limit("phone", 300);
  pool.want(1);
  EXPECT_EQ(pool.state().quota.left("phone", pool.now()), 150);
  pool.token(1);
  pool.end(1, {.usage = TokenUsage{.prompt = 80, .completion = 10}});
  EXPECT_EQ(pool.state().quota.left("phone", pool.now()), 210);
}

TEST(Quota, OfARequestThatNobodyAnsweredIsGivenBack) {
  PoolUnderTest pool({{.name = "east"}});
  pool.state().quota.set_limit("phone", 300);
  pool.want(1);
  pool.fail(1, FaultKind::unreachable);
  pool.fail(2, FaultKind::throttled, 5s);
  EXPECT_TRUE(pool.failed());
  EXPECT_EQ(pool.state().quota.left("phone", pool.now()), 300);
}

TEST(FixedAnswers, AreServedFromTheCacheTheSecondTime) {
  PoolUnderTest pool(two());
  auto wanted = pool.wanted(1);
  wanted.cache_key = "greet";
  pool.take(wanted);
  pool.token(1, "Good");
  pool.token(1, " day");
  pool.end(1);
  pool.forget();
  wanted.request = ModelRequestId(2);
  pool.take(wanted);
  EXPECT_EQ(pool.story(), (Story{"deliver Good day", "finish: stop"}));
  EXPECT_FALSE(pool.finished()->served.endpoint);
}

TEST(FixedAnswers, NoHalfAnswerAndNoToolCallIsKept) {
  PoolUnderTest pool(two());
  auto wanted = pool.wanted(1);
  wanted.cache_key = "greet";
  pool.take(wanted);
  pool.token(1, "Good");
  pool.end(1, {.reason = FinishReason::length});
  wanted.request = ModelRequestId(2);
  pool.take(wanted);
  pool.tool(2, {.id = "t", .name = "look_up"});
  pool.end(2, {.reason = FinishReason::tool_calls});
  EXPECT_EQ(pool.state().cache.size(), 0U);
}

TEST(FixedAnswers, WhatWasTakenBackIsNotPartOfTheAnswerKept) {
  PoolUnderTest pool(two());
  auto wanted = pool.wanted(1);
  wanted.cache_key = "greet";
  pool.take(wanted);
  pool.token(1, "Go");
  pool.fail(1, FaultKind::cut);
  pool.token(2, "Welcome");
  pool.end(2);
  EXPECT_EQ(pool.state().cache.find("greet", pool.now()), "Welcome");
}

TEST(Costs, WinnerAndLoserAreCharged) {
  const TokenPrice price{.prompt = 250'000, .cached = 125'000, .completion = 1'000'000};
  PoolUnderTest pool({{.name = "east", .price = price}, {.name = "west", .price = price}}, hedging_always());
  pool.want();
  pool.advance(850ms);
  pool.token(2);
  pool.end(2, {.usage = TokenUsage{.prompt = 1000, .cached = 400, .completion = 20}});
  ASSERT_EQ(pool.charges().size(), 2U);
  EXPECT_TRUE(pool.charges()[0].estimated);
  EXPECT_EQ(pool.charges()[0].endpoint, 0U);
  EXPECT_EQ(pool.charges()[0].cost, 25'000);  // a prompt of 100 tokens
  EXPECT_FALSE(pool.charges()[1].estimated);
  EXPECT_EQ(pool.charges()[1].cost, 150'000 + 50'000 + 20'000);
  EXPECT_EQ(pool.charges()[1].call, "c-1");
  EXPECT_EQ(pool.charges()[1].agent, "claims");
}

TEST(Costs, ARefusedRequestCostsNothing) {
  PoolUnderTest pool(two());
  pool.want();
  pool.fail(1, FaultKind::throttled, 5s);
  pool.fail(2, FaultKind::unreachable);
  EXPECT_TRUE(pool.charges().empty());
}

}  // namespace
}  // namespace attendant::brain
