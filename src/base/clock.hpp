// The clock seam: everything that asks for the time is given a Clock, so that tests and replay run under a
// fake one.
#pragma once

#include <chrono>
#include <cstdint>

namespace attendant {

using Duration = std::chrono::nanoseconds;

// Monotonic time of this process, for order and for intervals; no meaning outside it.
struct MonotonicBase {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicBase>;
  static constexpr bool is_steady = true;
};
using Instant = MonotonicBase::time_point;

// Civil time (UTC).
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
  WallTime wall() const override;
};

// Moves only when told. Not thread-safe: one test, one thread.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(WallTime start = WallTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)))
      : wall_(start) {}
  Instant now() const override { return now_; }
  WallTime wall() const override {
    return wall_ + std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch());
  }
  void advance(Duration by) { now_ += by; }

 private:
  Instant now_{};
  WallTime wall_;
};

inline std::int64_t to_ms(Duration d) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}

}  // namespace attendant
