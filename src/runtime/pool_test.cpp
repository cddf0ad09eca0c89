#include "runtime/pool.hpp"

#include <future>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace attendant::runtime {
namespace {

// Holds the pool's only thread until it is let go.
class Gate {
 public:
  explicit Gate(Pool& pool) {
    EXPECT_TRUE(pool.post([this] {
      entered_.set_value();
      open_.get_future().wait();
    }));
    entered_.get_future().wait();
  }
  void open() { open_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> open_;
};

TEST(Pool, RefusesWhatIsBeyondItsCapacityAndCountsIt) {
  Pool pool({.name = "test", .threads = 1, .capacity = 2});
  Gate gate(pool);
  EXPECT_TRUE(pool.post([] {}));
  EXPECT_TRUE(pool.post([] {}));
  auto owned = std::make_shared<int>(1);
  EXPECT_FALSE(pool.post([owned] {}));
  EXPECT_EQ(owned.use_count(), 1) << "a refused job is destroyed";
  EXPECT_EQ(pool.stats().waiting, 2U);
  EXPECT_EQ(pool.stats().refused, 1U);
  gate.open();
  pool.drain();
  EXPECT_EQ(pool.stats().waiting + pool.stats().running, 0U);
  EXPECT_EQ(pool.stats().done, 3U);
}

TEST(Pool, RunsUrgentJobsFirstAndEqualsInTheirOrder) {
  Pool pool({.name = "test", .threads = 1});
  Gate gate(pool);
  std::vector<int> ran;
  EXPECT_TRUE(pool.post([&] { ran.push_back(5); }, Priority::background));
  EXPECT_TRUE(pool.post([&] { ran.push_back(3); }));
  EXPECT_TRUE(pool.post([&] { ran.push_back(4); }));
  EXPECT_TRUE(pool.post([&] { ran.push_back(1); }, Priority::urgent));
  EXPECT_TRUE(pool.post([&] { ran.push_back(2); }, Priority::urgent));
  gate.open();
  pool.drain();
  EXPECT_EQ(ran, (std::vector{1, 2, 3, 4, 5}));
}

TEST(Pool, FinishesWhatWaitsWhenItIsStoppedAndTakesNoMore) {
  Pool pool({.name = "test", .threads = 2});
  std::atomic<int> ran{0};
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(pool.post([&] { ++ran; }));
  pool.stop();
  EXPECT_EQ(ran, 100);
  EXPECT_FALSE(pool.post([] {}));
  pool.stop();
}

}  // namespace
}  // namespace attendant::runtime
