#include "runtime/queue.hpp"

#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace attendant::runtime {
namespace {

TEST(SpscQueue, GivesBackInOrderAndRefusesWhenFull) {
  SpscQueue<std::unique_ptr<int>> queue(3);  // rounded up to 4
  ASSERT_EQ(queue.capacity(), 4U);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(queue.push(std::make_unique<int>(i)));
  auto fifth = std::make_unique<int>(4);
  EXPECT_FALSE(queue.push(std::move(fifth)));
  ASSERT_NE(fifth, nullptr) << "a refused value stays with its pusher";
  EXPECT_EQ(**queue.pop(), 0);
  EXPECT_TRUE(queue.push(std::move(fifth)));
  for (int i = 1; i <= 4; ++i) EXPECT_EQ(**queue.pop(), i);
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(SpscQueue, LosesNothingBetweenTwoThreads) {
  constexpr int kValues = 100'000;
  SpscQueue<int> queue(64);
  std::thread pusher([&] {
    for (int i = 0; i < kValues;) {
      if (queue.push(int{i})) {
        ++i;
      } else {
        std::this_thread::yield();
      }
    }
  });
  for (int expected = 0; expected < kValues;) {
    const auto got = queue.pop();
    if (!got) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(*got, expected);
    ++expected;
  }
  pusher.join();
}

TEST(MpscQueue, RefusesWhenFullAndTakesAgainAfterAPop) {
  MpscQueue<std::unique_ptr<int>> queue(2);
  EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
  EXPECT_TRUE(queue.push(std::make_unique<int>(2)));
  auto third = std::make_unique<int>(3);
  EXPECT_FALSE(queue.push(std::move(third)));
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(**queue.pop(), 1);
  EXPECT_TRUE(queue.push(std::move(third)));
  EXPECT_EQ(**queue.pop(), 2);
  EXPECT_EQ(**queue.pop(), 3);
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(MpscQueue, KeepsEachPushersOrderAndLosesNothing) {
  constexpr int kPushers = 3;
  constexpr int kEach = 30'000;
  MpscQueue<std::pair<int, int>> queue(128);
  std::vector<std::thread> pushers;
  for (int who = 0; who < kPushers; ++who) {
    pushers.emplace_back([&queue, who] {
      for (int i = 0; i < kEach;) {
        if (queue.push({who, i})) {
          ++i;
        } else {
          std::this_thread::yield();
        }
      }
    });
  }
  std::vector<int> next(kPushers, 0);
  for (int got = 0; got < kPushers * kEach;) {
    const auto value = queue.pop();
    if (!value) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(value->second, next[static_cast<std::size_t>(value->first)]++);
    ++got;
  }
  for (auto& pusher : pushers) pusher.join();
  EXPECT_FALSE(queue.pop().has_value());
}

}  // namespace
}  // namespace attendant::runtime
