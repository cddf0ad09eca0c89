#include "runtime/timer.hpp"

namespace attendant::runtime {

TimerId TimerQueue::add(Instant due, Job job) {
  const TimerId id = ++last_id_;
  jobs_.emplace(std::pair(due, id), std::move(job));
  due_by_id_.emplace(id, due);
  return id;
}

bool TimerQueue::cancel(TimerId id) {
  const auto found = due_by_id_.find(id);
  if (found == due_by_id_.end()) return false;
  // The job goes last: its destructor may own timers and come back here.
  auto job = jobs_.extract({found->second, id});
  due_by_id_.erase(found);
  return true;
}

std::optional<Instant> TimerQueue::next_due() const {
  if (jobs_.empty()) return std::nullopt;
  return jobs_.begin()->first.first;
}

std::size_t TimerQueue::run_due(Instant now) {
  const TimerId newest = last_id_;
  std::size_t ran = 0;
  auto next = jobs_.begin();
  while (next != jobs_.end() && next->first.first <= now) {
    if (next->first.second > newest) {
      ++next;
      continue;
    }
    auto job = jobs_.extract(next);
    due_by_id_.erase(job.key().second);
    job.mapped()();
    ++ran;
    next = jobs_.begin();  // the job may have cancelled or added any of the others
  }
  return ran;
}

Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    queue_ = std::move(other.queue_);
    id_ = std::exchange(other.id_, 0);
  }
  return *this;
}

void Timer::cancel() {
  const TimerId id = std::exchange(id_, 0);
  if (id == 0) return;
  if (const auto queue = queue_.lock()) queue->cancel(id);
}

bool Timer::pending() const {
  const auto queue = queue_.lock();
  return id_ != 0 && queue && queue->contains(id_);
}

}  // namespace attendant::runtime
