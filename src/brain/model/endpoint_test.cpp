// What is known of an endpoint, and the choice between them.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "brain/model/endpoint_choice.hpp"
#include "brain/model/prefix_affinity.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart{};

AttemptFault fault(FaultKind kind, std::optional<std::chrono::milliseconds> after = {}) {
  return {.kind = kind, .message = {}, .retry_after = after};
}

CircuitBreaker opened(const BreakerPolicy& policy) {
  CircuitBreaker breaker;
  for (int i = 0; i < policy.failures_to_open; ++i)
    breaker.failed(fault(FaultKind::cut), false, kStart, policy);
  return breaker;
}

TEST(CircuitBreaker, OpensAfterFailuresInARowAndClosesAfterAProbe) {
  const BreakerPolicy policy;
  CircuitBreaker breaker;
  breaker.failed(fault(FaultKind::cut), false, kStart, policy);
  breaker.failed(fault(FaultKind::late), false, kStart, policy);
  breaker.succeeded(false);
  breaker.failed(fault(FaultKind::cut), false, kStart, policy);
  breaker.failed(fault(FaultKind::late), false, kStart, policy);
  EXPECT_EQ(breaker.state(kStart), CircuitBreaker::State::closed);
  breaker.failed(fault(FaultKind::stalled), false, kStart, policy);
  EXPECT_EQ(breaker.state(kStart), CircuitBreaker::State::open);
  EXPECT_FALSE(breaker.permits(kStart));
  EXPECT_EQ(breaker.opens_in(kStart), policy.open_for);

  const Instant later = kStart + policy.open_for;
  EXPECT_EQ(breaker.state(later), CircuitBreaker::State::half_open);
  EXPECT_TRUE(breaker.permits(later));
  EXPECT_TRUE(breaker.pass(later));
  EXPECT_FALSE(breaker.permits(later));
  breaker.succeeded(true);
  EXPECT_EQ(breaker.state(later), CircuitBreaker::State::closed);
}

TEST(CircuitBreaker, EachFailedProbeDoublesTheWaitUpToALimit) {
  const BreakerPolicy policy;
  CircuitBreaker breaker = opened(policy);
  Instant now = kStart;
  for (const auto wait : {2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    EXPECT_EQ(breaker.opens_in(now), wait);
    now += wait;
    EXPECT_TRUE(breaker.pass(now));
    breaker.failed(fault(FaultKind::late), true, now, policy);
  }
}

TEST(CircuitBreaker, AnAbandonedProbeLeavesTheQuestionOpen) {
  const BreakerPolicy policy;
  CircuitBreaker breaker = opened(policy);
  const Instant later = kStart + policy.open_for;
  breaker.pass(later);
  breaker.abandoned(true);
  EXPECT_EQ(breaker.state(later), CircuitBreaker::State::half_open);
  EXPECT_TRUE(breaker.permits(later));
}

TEST(CircuitBreaker, WhatBeganBeforeItOpenedDoesNotCloseIt) {
  const BreakerPolicy policy;
  CircuitBreaker breaker = opened(policy);
  breaker.succeeded(false);
  EXPECT_EQ(breaker.state(kStart), CircuitBreaker::State::open);
}

TEST(CircuitBreaker, WhatBeganBeforeItOpenedDoesNotKeepItOpenLonger) {
  const BreakerPolicy policy;
  CircuitBreaker breaker = opened(policy);
  breaker.failed(fault(FaultKind::cut), false, kStart + 1s, policy);
  EXPECT_EQ(breaker.opens_in(kStart + 1s), 1s);
}

TEST(FirstTokenTimes, TheMeanMovesAndIsForgotten) {
  FirstTokenTimes times;
  EXPECT_FALSE(times.mean(kStart));
  times.add(400ms, kStart);
  EXPECT_EQ(times.mean(kStart), 400ms);
  times.add(900ms, kStart);
  EXPECT_EQ(times.mean(kStart), 500ms);
  times.add_at_least(100ms, kStart);
  EXPECT_EQ(times.mean(kStart), 500ms);
  times.add_at_least(1000ms, kStart);
  EXPECT_EQ(times.mean(kStart), 600ms);
  EXPECT_FALSE(times.mean(kStart + 31s));
}

TEST(FirstTokenTimes, TheP95IsOfTheLatest) {
  FirstTokenTimes times;
  for (int i = 1; i < 20; ++i) times.add(std::chrono::milliseconds(i), kStart);
  EXPECT_FALSE(times.p95());
  for (int i = 20; i <= 100; ++i) times.add(std::chrono::milliseconds(i), kStart);
  EXPECT_EQ(times.p95(), 96ms);
  for (int i = 0; i < 128; ++i) times.add(7ms, kStart);
  EXPECT_EQ(times.p95(), 7ms);
}

std::vector<EndpointState> endpoints_named(std::initializer_list<const char*> names) {
  std::vector<EndpointState> endpoints;
  for (const char* name : names) endpoints.push_back({.endpoint = {.name = name}});
  return endpoints;
}

TEST(Choice, TheLeastLoadedByItsFirstTokenAndWhatItHasUnderWay) {
  auto endpoints = endpoints_named({"a", "b"});
  endpoints[0].first_token.add(300ms, kStart);
  endpoints[1].first_token.add(400ms, kStart);
  EXPECT_EQ(choose_endpoint(endpoints, {}, kStart, {}), 0U);
  endpoints[0].running = 1;  // 2 * 300 > 400
  EXPECT_EQ(choose_endpoint(endpoints, {}, kStart, {}), 1U);
  endpoints[0].endpoint.weight = 2.0;
  EXPECT_EQ(choose_endpoint(endpoints, {}, kStart, {}), 0U);
}

TEST(Choice, WhereNothingIsKnownTheWeightsDecide) {
  auto endpoints = endpoints_named({"a", "b"});
  endpoints[1].endpoint.weight = 3.0;
  std::map<std::size_t, int> times;
  for (int i = 0; i < 400; ++i) {
    const auto chosen = *choose_endpoint(endpoints, {}, kStart, {});
    ++endpoints[chosen].started;
    ++endpoints[chosen].running;
    ++times[chosen];
  }
  EXPECT_NEAR(times[1], 300, 3);
}

TEST(Choice, TheWarmOneUnlessItIsMuchBusier) {
  auto endpoints = endpoints_named({"a", "b", "c"});
  const ChoiceQuery query{.prefix_key = "agent claims"};
  const auto warm = *choose_endpoint(endpoints, query, kStart, {});
  endpoints[warm].running = 1;
  EXPECT_EQ(choose_endpoint(endpoints, query, kStart, {}), warm);
  endpoints[warm].running = 2;
  EXPECT_NE(choose_endpoint(endpoints, query, kStart, {}), warm);
}

TEST(Affinity, ANodeThatIsAddedTakesItsShareAndMovesNothingElse) {
  auto before = endpoints_named({"a", "b", "c"});
  auto after = endpoints_named({"a", "b", "c", "d"});
  int moved = 0;
  std::map<std::size_t, int> share;
  for (int i = 0; i < 1000; ++i) {
    const std::string key = "conversation " + std::to_string(i);
    const auto old_place = choose_endpoint(before, {.prefix_key = key}, kStart, {});
    const auto new_place = choose_endpoint(after, {.prefix_key = key}, kStart, {});
    ++share[*old_place];
    if (old_place == new_place) continue;
    EXPECT_EQ(new_place, 3U) << key;
    ++moved;
  }
  EXPECT_NEAR(moved, 250, 60);
  for (const auto& [index, times] : share) EXPECT_NEAR(times, 333, 60) << index;
}

TEST(Affinity, FollowsTheWeights) {
  int heavy = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string key = std::to_string(i);
    if (affinity_score(key, "heavy", 3.0) > affinity_score(key, "light", 1.0)) ++heavy;
  }
  EXPECT_NEAR(heavy, 750, 60);
}

}  // namespace
}  // namespace attendant::brain
