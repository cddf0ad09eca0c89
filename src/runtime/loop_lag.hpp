// How late a loop is, as seen from any thread. The loop reports each beat; a reader that finds the next beat
// overdue knows that the loop hangs, even though the loop itself cannot say so.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.hpp"

namespace attendant::runtime {

class LoopLag {
 public:
  void beat(
      Instant due,
      Instant now);  // the loop's thread: the beat that was due then runs now; the next is a kTick later
  void ended();      // the loop's thread: no beat is expected any more
  Duration worst(Instant now) const;  // any thread

 private:
  static constexpr std::chrono::seconds kWindow{1};

  // Nanoseconds, as atomics. Two windows, so that the worst is remembered for one to two seconds.
  std::atomic<std::int64_t> next_due_{0};
  std::atomic<std::int64_t> this_window_{0};
  std::atomic<std::int64_t> last_window_{0};
  Instant window_end_{};
};

}  // namespace attendant::runtime
