// One step of the model pool: the state, the time of the event, and the effects gathered so far. Internal to
// model_pool.hpp; its parts are model_pool.cpp (events) and pool_attempts.cpp (the life of an attempt).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "brain/model/model_pool.hpp"

namespace attendant::brain {

class PoolStep {
 public:
  PoolStep(PoolState& state, Instant now, const PoolPolicy& policy) : s_(state), now_(now), policy_(policy) {}

  std::vector<PoolEffect> take() { return std::move(effects_); }

  void operator()(const AnswerWanted& wanted);
  void operator()(const AnswerCommitted& committed);
  void operator()(const AnswerUnwanted& unwanted);
  void operator()(const LimitsTold& told);
  void operator()(const AttemptSpoke& spoke);
  void operator()(const AttemptEnded& ended);
  void operator()(const AttemptFailed& failed);
  void operator()(const PoolTimerFired& fired);

 private:
  // Requests.
  bool answer_from_cache(const AnswerWanted& wanted);
  void begin_or_wait(OpenRequest& request);
  std::chrono::milliseconds soonest_opening() const;
  void deadline_reached(OpenRequest& request);
  void hedge(OpenRequest& request);
  void go_on_after(OpenRequest& request, const AttemptFault& fault);
  void finish(OpenRequest& request, const AnswerEnd& end);
  void fail_with(OpenRequest& request, Error error);
  void close(OpenRequest& request);  // of no further use after it
  Served served(const OpenRequest& request) const;

  // Attempts.
  std::optional<std::size_t> endpoint_for_next(const OpenRequest& request) const;
  void begin(OpenRequest& request, std::size_t endpoint, AttemptReason reason);
  std::chrono::milliseconds first_token_limit(const OpenRequest& request, std::size_t endpoint) const;
  void win(OpenRequest& request, Attempt& winner);
  void watch(OpenRequest& request, Attempt& attempt);
  void attempt_timer_fired(OpenRequest& request, Attempt& attempt);
  void attempt_failed(OpenRequest& request, AttemptId id, const AttemptFault& fault);
  void cancel(OpenRequest& request, AttemptId id);
  void cancel_all(OpenRequest& request);
  void remove(OpenRequest& request, AttemptId id);
  void charge(OpenRequest& request, const Attempt& attempt, const TokenUsage& usage, bool estimated);
  void charge_estimate(OpenRequest& request, const Attempt& attempt);

  OpenRequest* find(ModelRequestId id);
  static Attempt* find(OpenRequest& request, AttemptId id);
  PoolTimerId start_timer(ModelRequestId request, std::chrono::milliseconds after);
  // From an instant until now; never negative.
  std::chrono::milliseconds since(Instant then) const;

  PoolState& s_;
  Instant now_;
  const PoolPolicy& policy_;
  std::vector<PoolEffect> effects_;
};

}  // namespace attendant::brain
