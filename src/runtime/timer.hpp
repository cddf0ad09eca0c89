// Timers as values. A Timer is owned by whoever waits for it: destroying or cancelling it on its loop's
// thread guarantees that its job does not run any more. TimerQueue is the pure part: it never reads a clock.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/clock.hpp"
#include "runtime/job.hpp"

namespace attendant::runtime {

using TimerId = std::uint64_t;

// Jobs ordered by due time; equal times run in the order they were set. One thread.
class TimerQueue {
 public:
  TimerId add(Instant due, Job job);
  bool cancel(TimerId id);  // false: it ran already, or was cancelled
  std::optional<Instant> next_due() const;
  bool contains(TimerId id) const { return due_by_id_.contains(id); }
  std::size_t size() const { return jobs_.size(); }

  // Runs what is due at `now`. A job set while this runs waits for the next call, so that it always ends.
  std::size_t run_due(Instant now);

 private:
  std::map<std::pair<Instant, TimerId>, Job> jobs_;
  std::unordered_map<TimerId, Instant> due_by_id_;
  TimerId last_id_ = 0;
};

// Cancels its job when destroyed. May outlive its loop. Used on the loop's thread only.
class [[nodiscard]] Timer {
 public:
  Timer() = default;
  Timer(std::weak_ptr<TimerQueue> queue, TimerId id) : queue_(std::move(queue)), id_(id) {}
  Timer(Timer&& other) noexcept : queue_(std::move(other.queue_)), id_(std::exchange(other.id_, 0)) {}
  Timer& operator=(Timer&& other) noexcept;
  ~Timer() { cancel(); }

  void cancel();
  bool pending() const;  // its job has not run yet and will

 private:
  std::weak_ptr<TimerQueue> queue_;
  TimerId id_ = 0;
};

}  // namespace attendant::runtime
