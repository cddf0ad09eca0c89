#include "brain/model/model_pool.hpp"

#include <gtest/gtest.h>

#include "brain/model/pool_under_test.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;

std::vector<ModelEndpoint> two() { return {{.name = "east"}, {.name = "west", .priority = 1}}; }

PoolPolicy without_hedges() {
  PoolPolicy policy;
  policy.hedged_share = 0.0;
  return policy;
}

TEST(ModelPool, AnAnswerIsDeliveredWordByWordAndFinished) {
  PoolUnderTest pool(two());
  pool.want();
  pool.advance(300ms);
  pool.token(1, "Your");
  pool.token(1, " claim");
  pool.end(1);
  EXPECT_EQ(pool.story(),
            (Story{"start 1 on east: first", "deliver Your", "deliver  claim", "finish: stop"}));
  const Served& served = pool.finished()->served;
  EXPECT_EQ(served.endpoint, 0U);
  EXPECT_EQ(served.attempts, 1);
  EXPECT_EQ(served.first_token, 300ms);
  EXPECT_TRUE(pool.state().requests.empty());
  EXPECT_EQ(pool.state().endpoints[0].running, 0);
}

TEST(ModelPool, AThrottledEndpointIsLeftAloneForItsRetryAfterThenTriedOnce) {
  PoolUnderTest pool(two(), without_hedges());
  pool.want();
  pool.fail(1, FaultKind::throttled, 20s);
  pool.token(2);
  pool.end(2);
  EXPECT_EQ(pool.story(),
            (Story{"start 1 on east: first", "start 2 on west: retry", "deliver word", "finish: stop"}));
  pool.advance(19s);
  pool.want(2);
  EXPECT_EQ(pool.story(), Story{"start 3 on west: first"});
  pool.end(3);
  pool.advance(1s);
  pool.forget();
  pool.want(3);
  pool.want(4);
  EXPECT_EQ(pool.story(), (Story{"start 4 on east: first", "start 5 on west: first"}));
  pool.token(4);
  pool.want(5);
  EXPECT_EQ(pool.story(), (Story{"deliver word", "start 6 on east: first"}));
}

TEST(ModelPool, ARetryAfterOfADayIsCapped) {
  PoolUnderTest pool(two(), without_hedges());
  pool.want();
  pool.fail(1, FaultKind::throttled, 24h);
  pool.drop();
  pool.advance(PoolPolicy().breaker.longest_retry_after);
  pool.forget();
  pool.want(2);
  EXPECT_EQ(pool.story(), Story{"start 3 on east: first"});
}

TEST(ModelPool, WithoutAnotherEndpointAThrottledRequestFailsAtOnceAndSaysWhenToComeAgain) {
  PoolUnderTest pool({{.name = "east"}});
  pool.want();
  pool.fail(1, FaultKind::throttled, 7s);
  EXPECT_EQ(pool.story(), (Story{"start 1 on east: first", "fail: unavailable"}));
  EXPECT_EQ(pool.failed()->error.retry, Retry::after);
  EXPECT_EQ(pool.failed()->error.retry_after, 7s);
}

TEST(ModelPool, AStallBeforeAnyWordWasSpokenGoesToTheOtherEndpointFromTheFirstWord) {
  PoolUnderTest pool(two(), without_hedges());
  auto wanted = pool.wanted();
  wanted.deadline = pool.now() + 5s;
  pool.take(wanted);
  for (const char* text : {"Your", " claim", " was"}) pool.token(1, text);
  pool.forget();
  pool.advance(2s);
  EXPECT_EQ(pool.story(), (Story{"cancel 1", "restart", "start 2 on west: retry"}));
  pool.token(2, "The");
  pool.end(2);
  EXPECT_EQ(pool.story(), (Story{"deliver The", "finish: stop"}));
}

TEST(ModelPool, AStallAfterWordsWereSpokenIsNotRetriedAndFailsClearly) {
  PoolUnderTest pool(two(), without_hedges());
  auto wanted = pool.wanted();
  wanted.deadline = pool.now() + 5s;
  pool.take(wanted);
  for (const char* text : {"Your", " claim", " was"}) pool.token(1, text);
  pool.commit();
  pool.forget();
  pool.advance(2s);
  EXPECT_EQ(pool.story(), (Story{"cancel 1", "fail: timed_out, words were spoken"}));
  EXPECT_NE(pool.failed()->error.message.find("stalled"), std::string::npos);
  pool.advance(10s);
  EXPECT_EQ(pool.story(), Story{});
}

TEST(ModelPool, AfterSpokenWordsNoFaultIsRetried) {
  for (const FaultKind kind : {FaultKind::cut, FaultKind::malformed, FaultKind::overloaded,
                               FaultKind::throttled, FaultKind::unreachable}) {
    PoolUnderTest pool(two());
    pool.want();
    pool.token(1);
    pool.commit();
    pool.forget();
    pool.fail(1, kind);
    ASSERT_EQ(pool.story().size(), 1U) << to_string(kind);
    EXPECT_TRUE(pool.failed()->committed) << to_string(kind);
  }
}

TEST(ModelPool, SlowTokensAreNoStall) {
  PoolUnderTest pool(two());
  pool.want();
  pool.token(1);
  for (int i = 0; i < 6; ++i) {
    pool.advance(1900ms);
    pool.token(1);
  }
  pool.forget();
  pool.advance(1999ms);
  EXPECT_EQ(pool.story(), Story{});
  pool.advance(1ms);
  EXPECT_EQ(pool.story().front(), "cancel 1");
}

TEST(ModelPool, WithoutAFirstTokenInTimeTheOtherEndpointIsAsked) {
  PoolUnderTest pool(two(), without_hedges());
  pool.want();
  pool.advance(1250ms);  // half of the turn
  EXPECT_EQ(pool.story(), (Story{"start 1 on east: first", "cancel 1", "start 2 on west: retry"}));
  pool.token(1, "too late");
  pool.token(2, "in time");
  EXPECT_EQ(pool.story(), Story{"deliver in time"});
}

TEST(ModelPool, AllTriesTogetherHaveTheOneDeadlineOfTheTurn) {
  PoolUnderTest pool(two(), without_hedges());
  pool.want();
  pool.advance(2499ms);
  EXPECT_FALSE(pool.failed());
  pool.advance(1ms);
  EXPECT_EQ(pool.failed()->error.code, ErrorCode::timed_out);
  EXPECT_EQ(pool.failed()->served.took, 2500ms);
  EXPECT_LE(pool.failed()->served.attempts, PoolPolicy().most_attempts);
  EXPECT_TRUE(pool.state().requests.empty());
}

TEST(ModelPool, AnAnswerUnderWayOutlivesTheDeadlineButNoTryBeginsAfterIt) {
  PoolUnderTest pool(two());
  pool.want();
  pool.advance(500ms);
  for (int i = 0; i < 3; ++i) {
    pool.token(1);
    pool.advance(1s);
  }
  EXPECT_FALSE(pool.failed());
  pool.forget();
  pool.fail(1, FaultKind::cut);
  EXPECT_EQ(pool.story(), Story{"fail: unavailable"});
}

TEST(ModelPool, NoAnswerIsLongerThanAnAnswerMayBe) {
  PoolUnderTest pool(two());
  pool.want();
  for (int i = 0; i < 31 && !pool.failed(); ++i) {
    pool.token(1);
    pool.advance(1s);
  }
  EXPECT_EQ(pool.failed()->served.took, 30s);
}

TEST(ModelPool, WhatEveryEndpointWouldRefuseIsNotRetried) {
  for (const FaultKind kind : {FaultKind::bad_request, FaultKind::filtered}) {
    PoolUnderTest pool(two());
    pool.want();
    pool.forget();
    pool.fail(1, kind);
    EXPECT_EQ(pool.story().size(), 1U);
    EXPECT_EQ(pool.state().endpoints[0].breaker.state(pool.now()), CircuitBreaker::State::closed);
  }
}

TEST(ModelPool, AnUnwantedAnswerIsCancelledAndForgotten) {
  PoolUnderTest pool(two());
  pool.want();
  pool.token(1);
  pool.forget();
  pool.drop();
  EXPECT_EQ(pool.story(), Story{"cancel 1"});
  EXPECT_TRUE(pool.state().requests.empty());
  EXPECT_EQ(pool.state().endpoints[0].running, 0);
  pool.token(1);
  pool.advance(1min);
  EXPECT_EQ(pool.story(), Story{});
}

TEST(ModelPool, WhenAllAreShutOneIsTriedBeforeItsTimeButNotAtOnce) {
  PoolUnderTest pool({{.name = "east"}});
  pool.want(1);
  pool.fail(1, FaultKind::throttled, 20s);
  pool.forget();
  pool.advance(249ms);
  pool.want(2);
  EXPECT_EQ(pool.story(), Story{"fail: unavailable"});
  pool.advance(1ms);
  pool.want(3);
  pool.want(4);
  EXPECT_EQ(pool.story(), (Story{"start 2 on east: first", "fail: unavailable"}));
  pool.token(2);
  pool.want(5);
  EXPECT_EQ(pool.story(), (Story{"deliver word", "start 3 on east: first"}));
}

TEST(ModelPool, ARequestWaitsForAnEndpointThatOpensSoon) {
  PoolUnderTest pool({{.name = "east"}});
  pool.want();
  pool.token(1, "Your");
  pool.fail(1, FaultKind::throttled, 600ms);
  EXPECT_EQ(pool.story(), (Story{"start 1 on east: first", "deliver Your", "restart"}));
  pool.advance(599ms);
  EXPECT_EQ(pool.story(), Story{});
  pool.advance(1ms);
  EXPECT_EQ(pool.story(), Story{"start 2 on east: retry"});
}

TEST(ModelPool, ARequestWaitsForAPlaceAtAFullEndpointButNotForLong) {
  PoolUnderTest pool({{.name = "east", .most_requests = 1}});
  for (std::uint64_t request = 1; request <= 3; ++request) pool.want(request);
  EXPECT_EQ(pool.story(), Story{"start 1 on east: first"});
  pool.advance(400ms);
  pool.token(1);
  pool.end(1);
  pool.forget();
  pool.advance(20ms);
  EXPECT_EQ(pool.story(), Story{"start 2 on east: first"});
  pool.advance(280ms);
  EXPECT_EQ(pool.story(), Story{"fail: unavailable"});
  EXPECT_EQ(pool.failed()->served.took, 700ms);
}

TEST(ModelPool, AnEndpointWithoutAKeyIsNotTriedBeforeSomebodyHadTimeToMendIt) {
  PoolUnderTest pool({{.name = "east"}});
  pool.want(1);
  pool.fail(1, FaultKind::unauthorized);
  pool.advance(59s);
  pool.forget();
  pool.want(2);
  EXPECT_EQ(pool.story(), Story{"fail: unavailable"});
  pool.advance(1s);
  pool.want(3);
  EXPECT_EQ(pool.story(), Story{"start 2 on east: first"});
}

TEST(ModelPool, AnAnswerThatAFilterEndedIsAnAnswer) {
  PoolUnderTest pool(two());
  pool.want();
  pool.forget();
  pool.end(1, {.reason = FinishReason::content_filter});
  EXPECT_EQ(pool.story(), Story{"finish: content_filter"});
}

}  // namespace
}  // namespace attendant::brain
