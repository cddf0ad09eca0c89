#include "runtime/loop_lag.hpp"

#include <algorithm>

#include "runtime/ticker.hpp"

namespace attendant::runtime {

void LoopLag::beat(Instant due, Instant now) {
  const std::int64_t late = std::max<std::int64_t>((now - due).count(), 0);
  if (now >= window_end_) {
    last_window_.store(this_window_.load(std::memory_order_relaxed), std::memory_order_relaxed);
    this_window_.store(late, std::memory_order_relaxed);
    window_end_ = now + kWindow;
  } else if (late > this_window_.load(std::memory_order_relaxed)) {
    this_window_.store(late, std::memory_order_relaxed);
  }
  next_due_.store((std::max(due, now - kTick) + kTick).time_since_epoch().count(), std::memory_order_relaxed);
}

void LoopLag::ended() { next_due_.store(0, std::memory_order_relaxed); }

Duration LoopLag::worst(Instant now) const {
  const std::int64_t due = next_due_.load(std::memory_order_relaxed);
  const std::int64_t overdue = due == 0 ? 0 : std::max<std::int64_t>(now.time_since_epoch().count() - due, 0);
  return Duration(std::max(
      {overdue, this_window_.load(std::memory_order_relaxed), last_window_.load(std::memory_order_relaxed)}));
}

}  // namespace attendant::runtime
