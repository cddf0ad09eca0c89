#include "brain/model/circuit_breaker.hpp"

#include <algorithm>

namespace attendant::brain {
namespace {

using std::chrono::milliseconds;

constexpr int kMostDoublings = 16;  // far beyond any longest_open

}  // namespace

CircuitBreaker::State CircuitBreaker::state(Instant now) const {
  if (!open_until_) return State::closed;
  return now < *open_until_ ? State::open : State::half_open;
}

bool CircuitBreaker::permits(Instant now) const {
  const State current = state(now);
  return current == State::closed || (current == State::half_open && !probing_);
}

bool CircuitBreaker::permits_early_probe(Instant now, const BreakerPolicy& policy) const {
  if (state(now) != State::open || probing_ || needs_mending_) return false;
  return !last_tried_ || now - *last_tried_ >= policy.early_probe_every;
}

milliseconds CircuitBreaker::opens_in(Instant now) const {
  if (!open_until_ || now >= *open_until_) return milliseconds(0);
  return std::chrono::ceil<milliseconds>(*open_until_ - now);
}

bool CircuitBreaker::pass(Instant now) {
  if (!open_until_) return false;
  probing_ = true;
  last_tried_ = now;
  return true;
}

void CircuitBreaker::succeeded(bool probe) {
  // What began before it was opened says nothing about now.
  if (open_until_ && !probe) return;
  *this = CircuitBreaker();
}

void CircuitBreaker::abandoned(bool probe) {
  if (probe) probing_ = false;
}

void CircuitBreaker::failed(const AttemptFault& fault, bool probe, Instant now, const BreakerPolicy& policy) {
  if (!blames_endpoint(fault.kind)) return succeeded(probe);
  const bool was_closed = !open_until_.has_value();
  if (probe) probing_ = false;
  if (fault.kind == FaultKind::unauthorized || fault.kind == FaultKind::no_such_model) {
    needs_mending_ = true;
    return open(policy.open_when_unauthorized, now);
  }
  if (fault.retry_after && *fault.retry_after > milliseconds(0))
    return open(std::min(*fault.retry_after, policy.longest_retry_after), now);
  ++failures_;
  if (!probe && !(was_closed && failures_ >= policy.failures_to_open)) return;
  open(std::min(policy.open_for * (1 << std::min(openings_, kMostDoublings)), policy.longest_open), now);
  ++openings_;
}

void CircuitBreaker::open(milliseconds duration, Instant now) {
  open_until_ = std::max(open_until_.value_or(Instant()), now + duration);
  last_tried_ = now;
}

}  // namespace attendant::brain
