#include "runtime/shard.hpp"

#include <atomic>
#include <future>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "runtime/loop_lag.hpp"
#include "runtime/run_here.hpp"
#include "runtime/scope.hpp"

namespace attendant::runtime {
namespace {

using namespace std::chrono_literals;

// Runs `what` on the shard and waits for it.
void on(Shard& shard, Job what) {
  std::promise<void> done;
  shard.post([&] {
    what();
    done.set_value();
  });
  done.get_future().wait();
}

TEST(Shard, RunsPostedJobsOnItsOwnThreadInTheirOrder) {
  const SystemClock clock;
  Shard shard("test", clock);
  shard.start();
  std::vector<int> ran;
  for (int i = 0; i < 3; ++i) {
    shard.post([&, i] {
      EXPECT_TRUE(shard.on_this_thread());
      ran.push_back(i);
    });
  }
  EXPECT_FALSE(shard.on_this_thread());
  shard.stop();
  EXPECT_EQ(ran, (std::vector{0, 1, 2})) << "what was posted before stop() has run";
}

TEST(Shard, RunsATimerAtItsTimeAndNotACancelledOne) {
  const SystemClock clock;
  Shard shard("test", clock);
  shard.start();
  std::promise<Instant> ran;
  std::atomic<bool> cancelled_ran{false};
  Timer timer;
  Timer sooner;
  const Instant began = clock.now();
  on(shard, [&] {
    timer = shard.after(20ms, [&] { ran.set_value(clock.now()); });
    sooner = shard.after(5ms, [&] { cancelled_ran = true; });
    sooner.cancel();
  });
  EXPECT_GE(ran.get_future().get() - began, 20ms);
  EXPECT_FALSE(cancelled_ran);
  shard.stop();
}

TEST(Shard, BeatsForItsSubscribers) {
  const SystemClock clock;
  Shard shard("test", clock);
  shard.start();
  std::promise<void> third;
  int beats = 0;
  TickToken token;
  on(shard, [&] {
    token = shard.on_tick([&](Instant) {
      if (++beats == 3) third.set_value();
    });
  });
  EXPECT_EQ(third.get_future().wait_for(5s), std::future_status::ready);
  shard.stop();
}

TEST(Shard, AJobPostedAfterTheEndIsDestroyedUnrun) {
  const SystemClock clock;
  auto owned = std::make_shared<int>(1);
  {
    Shard shard("test", clock);
    shard.start();
    shard.stop();
    shard.post([owned] { FAIL(); });
  }
  EXPECT_EQ(owned.use_count(), 1);
}

TEST(Shard, RunsOnTheCallersThreadUntilItIsEnoughOrTheTimeIsOver) {
  const SystemClock clock;
  Shard shard("test", clock);
  int ran = 0;
  const auto timer = shard.after(5ms, [&] { ++ran; });
  shard.post([&] { ++ran; });
  const Instant began = clock.now();
  run_here(shard, 5s, [&] { return ran == 2; });
  EXPECT_EQ(ran, 2);
  EXPECT_LT(clock.now() - began, 5s);
  const auto late = shard.after(5s, [&] { ++ran; });
  run_here(shard, 10ms, [&] { return ran == 3; });
  EXPECT_EQ(ran, 2);
  EXPECT_GE(clock.now() - began, 15ms);
}

TEST(LoopLag, RemembersTheWorstOfTheLastSecondsAndForgetsIt) {
  LoopLag lag;
  Instant due(1s);
  lag.beat(due, due + 70ms);
  EXPECT_EQ(lag.worst(due + 70ms), 70ms);
  due += kTick * 7;
  for (int i = 0; i < 250; ++i) {
    lag.beat(due, due + 1ms);
    due += kTick;
  }
  EXPECT_EQ(lag.worst(due), 1ms);
}

TEST(LoopLag, SeesALoopThatHangsRightNow) {
  LoopLag lag;
  lag.beat(Instant(1s), Instant(1s));
  EXPECT_EQ(lag.worst(Instant(1s) + kTick + 300ms), 300ms);
  lag.ended();
  EXPECT_EQ(lag.worst(Instant(9s)), 0ms);
}

TEST(Shards, GiveTheSameKeyTheSameShard) {
  const SystemClock clock;
  Shards shards(3, clock);
  EXPECT_EQ(shards.size(), 3U);
  EXPECT_EQ(&shards.of("a84b4c76e66710@pc33"), &shards.of("a84b4c76e66710@pc33"));
  std::set<Shard*> used;
  for (int i = 0; i < 100; ++i) used.insert(&shards.of("call-" + std::to_string(i)));
  EXPECT_EQ(used.size(), 3U) << "keys spread over all shards";
}

TEST(Scope, CancelsItsChildrenAndWaitsForThem) {
  boost::asio::io_context context(1);
  std::vector<ErrorCode> errors;
  Scope scope(context, [&](const Error& error) { errors.push_back(error.code); });
  struct Child {
    static Task<Status> run(int& ended) {
      Status slept = co_await sleep_for(1h);
      ++ended;
      co_return slept;
    }
    static Task<Status> fail_at_once() { co_return fail(ErrorCode::unavailable, "no"); }
    static Task<Status> throw_at_once() {
      throw std::runtime_error("broken");
      co_return Status();
    }
    static Task<Status> leave(Scope& scope, bool& joined) {
      scope.cancel();
      co_await scope.join();
      joined = true;
      co_return Status();
    }
  };
  int ended = 0;
  bool joined = false;
  scope.spawn(Child::run(ended));
  scope.spawn(Child::run(ended));
  scope.spawn(Child::fail_at_once());
  scope.spawn(Child::throw_at_once());
  context.poll();
  EXPECT_EQ(scope.children(), 2U);
  Scope outer(context);
  outer.spawn(Child::leave(scope, joined));
  context.run();
  EXPECT_EQ(ended, 2);
  EXPECT_TRUE(joined);
  EXPECT_EQ(errors, (std::vector{ErrorCode::unavailable, ErrorCode::internal})) << "cancelled is no error";
}

}  // namespace
}  // namespace attendant::runtime
