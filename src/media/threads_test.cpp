// What only real threads and sockets can show.
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/g711.hpp"
#include "base/spsc_queue.hpp"
#include "media/hand_off.hpp"
#include "media/latest.hpp"
#include "media/media_plane.hpp"

namespace attendant::media {
namespace {

TEST(SpscQueue, KeepsEveryValueInOrderBetweenTwoThreads) {
  constexpr int kValues = 100'000;
  SpscQueue<int> queue(64);
  std::jthread producer([&] {
    for (int i = 0; i < kValues;) {
      if (queue.push(i)) {
        ++i;
      } else {
        std::this_thread::yield();
      }
    }
  });
  for (int expected = 0; expected < kValues;) {
    int value = -1;
    if (queue.pop(value)) {
      ASSERT_EQ(value, expected++);
    } else {
      std::this_thread::yield();
    }
  }
}

TEST(SpscQueue, RefusesWhatDoesNotFit) {
  SpscQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_FALSE(queue.push(3));
  int value = 0;
  EXPECT_TRUE(queue.pop(value));
  EXPECT_TRUE(queue.push(3));
}

TEST(HandOff, KeepsEveryValueInOrderBetweenTwoThreads) {
  constexpr int kValues = 20'000;
  HandOff<std::vector<int>> queue;
  std::jthread producer([&] {
    for (int i = 0; i < kValues; ++i) queue.push(std::vector<int>(3, i));
  });
  for (int expected = 0; expected < kValues;) {
    if (const auto* value = queue.front()) {
      ASSERT_EQ((*value)[2], expected++);
      queue.pop();
    } else {
      std::this_thread::yield();
    }
  }
}

TEST(HandOff, FreesWhatWasConsumedAtTheProducer) {
  HandOff<std::shared_ptr<int>> queue;
  auto value = std::make_shared<int>(1);
  queue.push(value);
  queue.pop();
  EXPECT_EQ(value.use_count(), 2) << "the consumer frees nothing";
  queue.reclaim();
  EXPECT_EQ(value.use_count(), 1);
}

TEST(Latest, NeverGoesBackAndEndsWithTheLastValue) {
  constexpr int kValues = 100'000;
  struct Pair {
    int a = 0, b = 0;
  };
  Latest<Pair> latest;
  std::jthread writer([&] {
    for (int i = 1; i <= kValues; ++i) latest.write({i, i});
  });
  for (int before = 0; before < kValues;) {
    const Pair now = latest.read();
    ASSERT_EQ(now.a, now.b);
    ASSERT_GE(now.a, before);
    before = now.a;
  }
}

PlaneOptions small_plane() {
  return {.lines_per_thread = 4,
          .first_port = 21000,
          .last_port = 21999,
          .port_quarantine = std::chrono::seconds(0)};
}

TEST(MediaPlane, CarriesSoundBetweenTwoLinesOverRealSockets) {
  const std::int16_t kLoud = audio::decode_sample(audio::Law::mu, 0xA0);
  const SystemClock clock;
  auto plane = MediaPlane::start(small_plane(), clock);
  ASSERT_TRUE(plane) << plane.error().message;
  auto agent = (*plane)->open({.call = "a", .jitter = {}});
  auto caller = (*plane)->open({.call = "b", .jitter = {}});
  ASSERT_TRUE(agent && caller);
  (*agent)->set_remote({.rtp = (*caller)->local(), .rtcp_port = {}, .telephone_event = 101});
  (*caller)->set_remote({.rtp = (*agent)->local(), .rtcp_port = {}, .telephone_event = 101});
  (*agent)->play(UtteranceId(1), audio::Samples(3200, kLoud), true);
  ASSERT_TRUE((*caller)->send_keys("7"));

  int loud = 0;
  char key = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while ((loud < 1600 || key == 0) && std::chrono::steady_clock::now() < deadline) {
    CallerFrame frame;
    while ((*caller)->next_frame(frame)) {
      if (frame.origin != audio::Origin::received) continue;
      for (const std::int16_t sample : frame.samples) loud += sample == kLoud ? 1 : 0;
    }
    while (const auto event = (*agent)->next_event()) {
      if (const auto* pressed = std::get_if<KeyPressed>(&*event)) key = pressed->key;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_GE(loud, 1600);
  EXPECT_EQ(key, '7');
  EXPECT_GT((*plane)->lateness().frames, 0U);
}

TEST(MediaPlane, SaysWhenItIsFullAndTakesCallsAgainWhenOneEnds) {
  const SystemClock clock;
  auto plane = MediaPlane::start(small_plane(), clock);
  ASSERT_TRUE(plane);
  std::vector<std::unique_ptr<Line>> lines;
  for (int i = 0; i < 4; ++i) lines.push_back(std::move(*(*plane)->open({.call = "x", .jitter = {}})));
  const auto refused = (*plane)->open({.call = "x", .jitter = {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::exhausted);
  EXPECT_EQ(refused.error().retry, Retry::after);
  lines.pop_back();
  EXPECT_EQ((*plane)->lines(), 3);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  auto again = (*plane)->open({.call = "x", .jitter = {}});
  while (!again && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    again = (*plane)->open({.call = "x", .jitter = {}});
  }
  EXPECT_TRUE(again);
}

TEST(MediaPlane, NamesTheRangeWhenNoPortIsFreeInWordsThatALogDoesNotHide) {
  const SystemClock clock;
  PlaneOptions options = small_plane();
  options.first_port = 21990;
  options.last_port = 21993;
  auto plane = MediaPlane::start(options, clock);
  ASSERT_TRUE(plane) << plane.error().message;
  std::vector<std::unique_ptr<Line>> lines;
  auto line = (*plane)->open({.call = "x", .jitter = {}});
  for (; line && lines.size() < 3; line = (*plane)->open({.call = "x", .jitter = {}}))
    lines.push_back(std::move(*line));
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, ErrorCode::exhausted);
  EXPECT_THAT(line.error().message, testing::HasSubstr("from 21990 to 21993"));
}

TEST(MediaPlane, RefusesPortsInTheEphemeralRange) {
  const SystemClock clock;
  PlaneOptions options = small_plane();
  options.first_port = 40000;
  options.last_port = 41000;
  EXPECT_FALSE(MediaPlane::start(options, clock));
}

}  // namespace
}  // namespace attendant::media
