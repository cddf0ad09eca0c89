#include "runtime/fake_loop.hpp"

#include <algorithm>
#include <utility>

namespace attendant::runtime {

Timer FakeLoop::after(Duration delay, Job job) {
  return {timers_, timers_->add(clock_.now() + delay, std::move(job))};
}

void FakeLoop::run_posted() {
  while (!posted_.empty()) {
    Job job = std::move(posted_.front());
    posted_.pop_front();
    job();
  }
}

void FakeLoop::advance(Duration by) {
  const Instant end = clock_.now() + by;
  run_posted();
  for (;;) {
    const Instant next = std::min(timers_->next_due().value_or(next_tick_), next_tick_);
    if (next > end) break;
    if (next > clock_.now()) clock_.advance(next - clock_.now());
    if (next_tick_ <= clock_.now()) {
      next_tick_ += kTick;
      ticker_.tick(clock_.now());
    }
    timers_->run_due(clock_.now());
    run_posted();
  }
  clock_.advance(end - clock_.now());
}

}  // namespace attendant::runtime
