#include "runtime/stopper.hpp"

#include <csignal>
#include <thread>

#include <gtest/gtest.h>

namespace attendant::runtime {
namespace {

TEST(Stopper, RunsItsStepsInOrderWhenAskedFromAnotherThread) {
  const SystemClock clock;
  Stopper stopper;
  std::string order;
  stopper.add_step("first", [&] { order += '1'; });
  stopper.add_step("second", [&] { order += '2'; });
  std::thread asking([&] { stopper.request(); });
  const auto times = stopper.wait_and_stop(clock);
  asking.join();
  EXPECT_EQ(order, "12");
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times[1].name, "second");
}

TEST(Stopper, TakesATerminationSignalAsARequest) {
  const SystemClock clock;
  Stopper stopper;
  bool stopped = false;
  stopper.add_step("only", [&] { stopped = true; });
  ASSERT_EQ(kill(getpid(), SIGTERM), 0);
  stopper.wait_and_stop(clock);
  EXPECT_TRUE(stopped);
}

TEST(StopperDeathTest, EndsAtOnceAtASecondSignal) {
  EXPECT_EXIT(
      {
        const SystemClock clock;
        Stopper stopper;
        stopper.add_step("stuck", [] {
          kill(getpid(), SIGINT);
          std::this_thread::sleep_for(std::chrono::seconds(30));
        });
        stopper.request();
        stopper.wait_and_stop(clock);
      },
      testing::ExitedWithCode(143), "");
}

}  // namespace
}  // namespace attendant::runtime
