#include "brain/model/first_token_times.hpp"

#include <algorithm>

namespace attendant::brain {

using std::chrono::milliseconds;

void FirstTokenTimes::add(milliseconds took, Instant now) {
  move_mean(took, now);
  latest_[count_ % kKept] = took;
  ++count_;
}

void FirstTokenTimes::add_at_least(milliseconds waited, Instant now) {
  const auto known = mean(now);
  if (known && waited > *known) move_mean(waited, now);
}

void FirstTokenTimes::move_mean(milliseconds by, Instant now) {
  const auto ms = static_cast<double>(by.count());
  mean_ms_ = mean(now) ? mean_ms_ + kNewest * (ms - mean_ms_) : ms;
  last_ = now;
}

std::optional<milliseconds> FirstTokenTimes::mean(Instant now) const {
  if (count_ == 0 || now - last_ > kForgotten) return {};
  return milliseconds(static_cast<std::int64_t>(mean_ms_));
}

std::optional<milliseconds> FirstTokenTimes::p95() const {
  const std::size_t kept = std::min(count_, kKept);
  if (kept < kFewest) return {};
  auto sorted = latest_;
  const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(kept * 95 / 100);
  std::nth_element(sorted.begin(), nth, sorted.begin() + static_cast<std::ptrdiff_t>(kept));
  return *nth;
}

}  // namespace attendant::brain
