#include "brain/model/model_pool.hpp"

#include <algorithm>
#include <utility>

#include "brain/model/endpoint_choice.hpp"
#include "brain/model/pool_step.hpp"

namespace attendant::brain {
namespace {

using std::chrono::milliseconds;

// Between two looks whether an endpoint has become free.
constexpr milliseconds kLookAgain{20};

constexpr auto* kTurnOver = "the turn's time was over before the model answered";

Error timed_out(std::string message) { return {.code = ErrorCode::timed_out, .message = std::move(message)}; }

}  // namespace

PoolState::PoolState(std::vector<ModelEndpoint> served_by, AnswerCache answer_cache)
    : cache(std::move(answer_cache)) {
  for (ModelEndpoint& endpoint : served_by) endpoints.push_back({.endpoint = std::move(endpoint)});
}

void PoolStep::operator()(const AnswerWanted& wanted) {
  if (s_.requests.contains(wanted.request) || answer_from_cache(wanted)) return;
  const auto refuse = [&](Error error) {
    effects_.emplace_back(Fail{.request = wanted.request, .error = std::move(error)});
  };
  if (wanted.deadline <= now_) return refuse(timed_out(kTurnOver));
  if (const Status reserved = s_.quota.reserve(wanted.consumer, wanted.estimate(), now_); !reserved)
    return refuse(reserved.error());

  OpenRequest& request = s_.requests[wanted.request];
  request.wanted = wanted;
  request.started = now_;
  request.reserved = wanted.estimate();
  s_.hedges.earn(policy_.hedged_share);
  request.deadline_timer =
      start_timer(wanted.request, std::chrono::ceil<milliseconds>(wanted.deadline - now_));
  request.longest_timer = start_timer(wanted.request, policy_.longest_answer);
  begin_or_wait(request);
}

void PoolStep::begin_or_wait(OpenRequest& request) {
  if (const auto endpoint = endpoint_for_next(request))
    return begin(request, *endpoint,
                 request.served.attempts == 0 ? AttemptReason::first : AttemptReason::retry);
  if (!request.waits_until) request.waits_until = now_ + policy_.longest_wait;
  const milliseconds opening = soonest_opening();
  const milliseconds wait = std::max(opening, kLookAgain);
  if (now_ + wait <= *request.waits_until) {
    request.wait_timer = start_timer(request.wanted.request, wait);
    return;
  }
  fail_with(request, {.code = ErrorCode::unavailable,
                      .message = "no endpoint of the model pool can take a request",
                      .retry = Retry::after,
                      .retry_after = opening});
}

// 0: one is only full, or its probe is under way.
milliseconds PoolStep::soonest_opening() const {
  auto soonest = milliseconds(std::chrono::minutes(1));
  for (const EndpointState& state : s_.endpoints) soonest = std::min(soonest, state.breaker.opens_in(now_));
  return soonest;
}

bool PoolStep::answer_from_cache(const AnswerWanted& wanted) {
  if (wanted.cache_key.empty()) return false;
  auto answer = s_.cache.find(wanted.cache_key, now_);
  if (!answer) return false;
  effects_.emplace_back(Deliver{wanted.request, TextDelta{*std::move(answer)}});
  effects_.emplace_back(
      Finish{.request = wanted.request, .end = {}, .served = {.first_token = milliseconds(0)}});
  return true;
}

void PoolStep::operator()(const AnswerCommitted& committed) {
  if (OpenRequest* request = find(committed.request)) request->committed = true;
}

void PoolStep::operator()(const AnswerUnwanted& unwanted) {
  if (OpenRequest* request = find(unwanted.request)) close(*request);
}

void PoolStep::operator()(const LimitsTold& told) {
  OpenRequest* request = find(told.request);
  const Attempt* attempt = request == nullptr ? nullptr : find(*request, told.attempt);
  if (attempt != nullptr) s_.endpoints[attempt->endpoint].headroom.told(told.limits, now_);
}

void PoolStep::operator()(const AttemptSpoke& spoke) {
  OpenRequest* request = find(spoke.request);
  Attempt* attempt = request == nullptr ? nullptr : find(*request, spoke.attempt);
  if (attempt == nullptr) return;
  if (!attempt->last_token) {
    win(*request, *attempt);
    attempt = find(*request, spoke.attempt);
    watch(*request, *attempt);
  }
  attempt->last_token = now_;
  ++attempt->tokens;
  request->delivered = true;
  if (const auto* text = std::get_if<TextDelta>(&spoke.delta)) {
    if (!request->wanted.cache_key.empty()) request->answer += text->text;
  } else {
    request->only_text = false;
  }
  effects_.emplace_back(Deliver{spoke.request, spoke.delta});
}

void PoolStep::operator()(const AttemptEnded& ended) {
  OpenRequest* request = find(ended.request);
  Attempt* attempt = request == nullptr ? nullptr : find(*request, ended.attempt);
  if (attempt == nullptr) return;
  // Ended without a token, by its length or by a filter: an answer all the same.
  if (!attempt->last_token) {
    win(*request, *attempt);
    attempt = find(*request, ended.attempt);
  }
  if (ended.end.usage)
    charge(*request, *attempt, *ended.end.usage, false);
  else
    charge_estimate(*request, *attempt);
  remove(*request, ended.attempt);
  finish(*request, ended.end);
}

void PoolStep::operator()(const AttemptFailed& failed) {
  OpenRequest* request = find(failed.request);
  if (request != nullptr && find(*request, failed.attempt) != nullptr)
    attempt_failed(*request, failed.attempt, failed.fault);
}

void PoolStep::operator()(const PoolTimerFired& fired) {
  OpenRequest* request = find(fired.request);
  if (request == nullptr) return;
  if (fired.timer == request->deadline_timer) return deadline_reached(*request);
  if (fired.timer == request->hedge_timer) return hedge(*request);
  if (fired.timer == request->wait_timer) return begin_or_wait(*request);
  if (fired.timer == request->longest_timer)
    return fail_with(*request, timed_out("the answer took longer than an answer may"));
  const auto attempt = std::ranges::find(request->running, fired.timer, &Attempt::timer);
  if (attempt != request->running.end()) attempt_timer_fired(*request, *attempt);
}

// An answer under way may be ended; nothing new is begun.
void PoolStep::deadline_reached(OpenRequest& request) {
  request.deadline_passed = true;
  if (!request.delivered) fail_with(request, timed_out(kTurnOver));
}

void PoolStep::hedge(OpenRequest& request) {
  if (request.winner || request.served.hedged || request.running.size() != 1 ||
      request.served.attempts >= policy_.most_attempts || !s_.hedges.affords())
    return;
  // Only where nothing is in doubt: while endpoints fail, a second request for the same words makes it worse.
  const auto endpoint = choose_endpoint(s_.endpoints,
                                        {.prefix_key = request.wanted.prefix_key,
                                         .avoid = request.tried,
                                         .tokens = request.wanted.estimate(),
                                         .sure = true},
                                        now_, policy_);
  if (!endpoint) return;
  const std::int64_t tokens = request.wanted.estimate();
  if (!s_.quota.reserve(request.wanted.consumer, tokens, now_)) return;
  request.reserved += tokens;
  s_.hedges.spend();
  request.served.hedged = true;
  begin(request, *endpoint, AttemptReason::hedge);
}

void PoolStep::go_on_after(OpenRequest& request, const AttemptFault& fault) {
  if (request.committed || request.deadline_passed || !worth_retrying(fault.kind) ||
      request.served.attempts >= policy_.most_attempts)
    return fail_with(request, to_error(fault));
  if (request.delivered) effects_.emplace_back(Restart{request.wanted.request});
  request.delivered = false;
  request.winner.reset();
  request.answer.clear();
  request.only_text = true;
  begin_or_wait(request);
}

void PoolStep::finish(OpenRequest& request, const AnswerEnd& end) {
  const AnswerWanted& wanted = request.wanted;
  if (!wanted.cache_key.empty() && request.only_text && end.reason == FinishReason::stop)
    s_.cache.keep(wanted.cache_key, request.answer, now_);
  effects_.emplace_back(Finish{.request = wanted.request, .end = end, .served = served(request)});
  close(request);
}

void PoolStep::fail_with(OpenRequest& request, Error error) {
  cancel_all(request);
  effects_.emplace_back(Fail{.request = request.wanted.request,
                             .error = std::move(error),
                             .committed = request.committed,
                             .served = served(request)});
  close(request);
}

void PoolStep::close(OpenRequest& request) {
  cancel_all(request);
  s_.quota.settle(request.wanted.consumer, request.reserved, request.used, now_);
  s_.requests.erase(ModelRequestId(request.wanted.request));
}

Served PoolStep::served(const OpenRequest& request) const {
  Served how = request.served;
  how.took = since(request.started);
  return how;
}

OpenRequest* PoolStep::find(ModelRequestId id) {
  const auto found = s_.requests.find(id);
  return found == s_.requests.end() ? nullptr : &found->second;
}

PoolTimerId PoolStep::start_timer(ModelRequestId request, milliseconds after) {
  const PoolTimerId timer(++s_.last_timer);
  effects_.emplace_back(StartPoolTimer{.request = request, .timer = timer, .after = after});
  return timer;
}

milliseconds PoolStep::since(Instant then) const {
  return std::max(std::chrono::duration_cast<milliseconds>(now_ - then), milliseconds(0));
}

std::vector<PoolEffect> step(PoolState& state, const PoolEvent& event, const PoolPolicy& policy) {
  PoolStep step(state, event.at, policy);
  std::visit(step, event.body);
  return step.take();
}

}  // namespace attendant::brain
