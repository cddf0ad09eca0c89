#include "runtime/timer.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "runtime/fake_loop.hpp"

namespace attendant::runtime {
namespace {

using namespace std::chrono_literals;

TEST(TimerQueue, RunsJobsInOrderOfTimeAndEqualTimesInOrderOfSetting) {
  TimerQueue queue;
  std::vector<int> ran;
  queue.add(Instant(20ms), [&] { ran.push_back(3); });
  queue.add(Instant(10ms), [&] { ran.push_back(1); });
  queue.add(Instant(10ms), [&] { ran.push_back(2); });
  queue.add(Instant(30ms), [&] { ran.push_back(4); });
  EXPECT_EQ(queue.run_due(Instant(20ms)), 3U);
  EXPECT_EQ(ran, (std::vector{1, 2, 3}));
  EXPECT_EQ(queue.next_due(), Instant(30ms));
}

TEST(TimerQueue, AJobThatSetsAnotherOneDueAtOnceDoesNotKeepTheLoopForever) {
  TimerQueue queue;
  int ran = 0;
  std::function<void()> again = [&] {
    ++ran;
    queue.add(Instant(0ms), [&] { again(); });
  };
  queue.add(Instant(0ms), [&] { again(); });
  EXPECT_EQ(queue.run_due(Instant(1ms)), 1U);
  EXPECT_EQ(queue.run_due(Instant(1ms)), 1U);
  EXPECT_EQ(ran, 2);
}

TEST(TimerQueue, AJobMayCancelOneThatIsDueAtTheSameTime) {
  TimerQueue queue;
  bool ran = false;
  TimerId second = 0;
  queue.add(Instant(1ms), [&] { EXPECT_TRUE(queue.cancel(second)); });
  second = queue.add(Instant(1ms), [&] { ran = true; });
  EXPECT_EQ(queue.run_due(Instant(1ms)), 1U);
  EXPECT_FALSE(ran);
  EXPECT_EQ(queue.size(), 0U);
}

TEST(Timer, DoesNotRunItsJobOnceItIsDestroyed) {
  FakeClock clock;
  FakeLoop loop(clock);
  bool ran = false;
  {
    const Timer timer = loop.after(10ms, [&] { ran = true; });
    EXPECT_TRUE(timer.pending());
  }
  loop.advance(20ms);
  EXPECT_FALSE(ran);
}

TEST(Timer, GivesUpItsOldJobWhenAnotherIsAssigned) {
  FakeClock clock;
  FakeLoop loop(clock);
  int which = 0;
  Timer timer = loop.after(10ms, [&] { which = 1; });
  timer = loop.after(20ms, [&] { which = 2; });
  loop.advance(15ms);
  EXPECT_EQ(which, 0);
  loop.advance(5ms);
  EXPECT_EQ(which, 2);
  EXPECT_FALSE(timer.pending());
}

TEST(Timer, MayOutliveItsLoop) {
  FakeClock clock;
  Timer timer;
  {
    FakeLoop loop(clock);
    timer = loop.after(10ms, [] {});
  }
  EXPECT_FALSE(timer.pending());
  timer.cancel();
}

TEST(FakeLoop, LetsPostedJobsTimersAndTicksHappenEachAtItsOwnTime) {
  FakeClock clock;
  FakeLoop loop(clock);
  std::vector<std::pair<char, std::int64_t>> seen;
  const auto note = [&](char what) { seen.emplace_back(what, to_ms(clock.now().time_since_epoch())); };
  TickToken ticks = loop.on_tick([&](Instant) { note('t'); });
  const Timer timer = loop.after(15ms, [&] {
    note('a');
    loop.post([&] { note('p'); });
  });
  loop.post([&] { note('p'); });
  loop.advance(25ms);
  using Seen = std::pair<char, std::int64_t>;
  EXPECT_EQ(seen, (std::vector<Seen>{{'p', 0}, {'t', 10}, {'a', 15}, {'p', 15}, {'t', 20}}));
  ticks.reset();
  loop.advance(25ms);
  EXPECT_EQ(seen.size(), 5U);
}

TEST(Ticker, ASubscriberMayLeaveFromInsideATickAndOneThatComesWaitsForTheNext) {
  Ticker ticker;
  int first = 0;
  int late = 0;
  TickToken late_token;
  TickToken token;
  token = ticker.subscribe([&](Instant) {
    ++first;
    late_token = ticker.subscribe([&](Instant) { ++late; });
    token.reset();
  });
  ticker.tick(Instant(10ms));
  EXPECT_EQ(late, 0);
  ticker.tick(Instant(20ms));
  EXPECT_EQ(first, 1);
  EXPECT_EQ(late, 1);
  EXPECT_EQ(ticker.subscribers(), 1U);
}

}  // namespace
}  // namespace attendant::runtime
