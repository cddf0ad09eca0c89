#include "base/pooled_queue.hpp"

#include <array>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/block_pool.hpp"

namespace attendant {
namespace {

TEST(BlockPool, TouchesNoMoreBlocksThanAreInUseAtOnce) {
  BlockPool<int> pool(1000);
  for (int round = 0; round < 50; ++round) {
    const auto first = pool.take();
    const auto second = pool.take();
    ASSERT_TRUE(first && second);
    EXPECT_NE(*first, *second);
    pool.give_back(*first);
    pool.give_back(*second);
  }
  EXPECT_EQ(pool.touched(), 2U);
}

TEST(BlockPool, HasNoneLeftWhenAllAreInUse) {
  BlockPool<int> pool(2);
  const auto first = pool.take();
  ASSERT_TRUE(first && pool.take());
  EXPECT_FALSE(pool.take());
  pool.give_back(*first);
  EXPECT_EQ(pool.take(), first);
}

TEST(PooledQueue, KeepsOrderAndItsOwnBoundWhileThePoolHasMore) {
  BlockPool<int> pool(10);
  PooledQueue<int> queue(pool, 2);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_FALSE(queue.push(3));
  int value = 0;
  EXPECT_TRUE(queue.pop(value));
  EXPECT_EQ(value, 1);
  EXPECT_TRUE(queue.pop(value));
  EXPECT_EQ(value, 2);
  EXPECT_FALSE(queue.pop(value));
}

TEST(PooledQueue, GivesBackWhatNobodyTook) {
  BlockPool<int> pool(1);
  {
    PooledQueue<int> queue(pool, 2);
    EXPECT_TRUE(queue.push(1));
  }
  EXPECT_TRUE(pool.take());
}

// As media thread, shards and storage do it: one producer for all queues, a consumer for each.
TEST(PooledQueue, SharesItsPoolBetweenThreadsWithoutMixingValuesUp) {
  struct Value {
    int queue = 0;
    int number = 0;
    std::array<int, 30> copies{};
  };
  constexpr int kQueues = 3;
  constexpr int kValues = 3000;
  BlockPool<Value> pool(20);
  std::vector<std::unique_ptr<PooledQueue<Value>>> queues;
  for (int i = 0; i < kQueues; ++i) queues.push_back(std::make_unique<PooledQueue<Value>>(pool, 16));

  std::vector<std::jthread> consumers;
  for (int i = 0; i < kQueues; ++i) {
    consumers.emplace_back([&queue = *queues[static_cast<std::size_t>(i)], i] {
      Value value;
      for (int expected = 0; expected < kValues;) {
        if (!queue.pop(value)) {
          std::this_thread::yield();
          continue;
        }
        ASSERT_EQ(value.queue, i);
        ASSERT_EQ(value.number, expected);
        for (const int copy : value.copies) ASSERT_EQ(copy, expected);
        ++expected;
      }
    });
  }
  std::array<int, kQueues> next{};
  for (bool more = true; more;) {
    more = false;
    for (int i = 0; i < kQueues; ++i) {
      int& number = next.at(static_cast<std::size_t>(i));
      if (number == kValues) continue;
      more = true;
      Value value{.queue = i, .number = number};
      value.copies.fill(number);
      if (queues[static_cast<std::size_t>(i)]->push(value)) ++number;
    }
  }
  consumers.clear();
  EXPECT_LE(pool.touched(), 20U);
}

}  // namespace
}  // namespace attendant
