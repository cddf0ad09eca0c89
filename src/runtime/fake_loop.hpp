// A loop for tests: nothing happens until the test lets time pass, and then everything happens in order of
// time.
#pragma once

#include <deque>
#include <memory>

#include "runtime/loop.hpp"

namespace attendant::runtime {

class FakeLoop final : public Loop {
 public:
  explicit FakeLoop(FakeClock& clock) : clock_(clock) {}

  void post(Job job) override { posted_.push_back(std::move(job)); }
  Timer after(Duration delay, Job job) override;
  TickToken on_tick(TickHandler handler) override { return ticker_.subscribe(std::move(handler)); }
  bool on_this_thread() const override { return true; }
  const Clock& clock() const override { return clock_; }

  void run_posted();          // what was posted, and what that posts, without letting time pass
  void advance(Duration by);  // timers, ticks and posted jobs of that span, each at its own time

 private:
  FakeClock& clock_;
  std::deque<Job> posted_;
  std::shared_ptr<TimerQueue> timers_ = std::make_shared<TimerQueue>();
  Ticker ticker_;
  Instant next_tick_{kTick};
};

}  // namespace attendant::runtime
