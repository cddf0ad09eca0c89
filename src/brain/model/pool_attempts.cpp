// The life of an attempt: where it goes, how long it may take, and what is learnt from it.
#include <algorithm>
#include <utility>

#include "brain/model/endpoint_choice.hpp"
#include "brain/model/pool_step.hpp"

namespace attendant::brain {
namespace {

using std::chrono::milliseconds;

// The service worked on it before it failed: it will be on the bill.
bool was_worked_on(const Attempt& attempt, FaultKind kind) {
  return attempt.tokens > 0 || kind == FaultKind::late || kind == FaultKind::cut ||
         kind == FaultKind::malformed || kind == FaultKind::empty;
}

}  // namespace

// An endpoint not tried yet, else one that was, else one that is shut: any is better than silence.
std::optional<std::size_t> PoolStep::endpoint_for_next(const OpenRequest& request) const {
  ChoiceQuery query{
      .prefix_key = request.wanted.prefix_key, .avoid = request.tried, .tokens = request.wanted.estimate()};
  if (const auto untried = choose_endpoint(s_.endpoints, query, now_, policy_)) return untried;
  query.avoid = {};
  if (const auto again = choose_endpoint(s_.endpoints, query, now_, policy_)) return again;
  return choose_early_probe(s_.endpoints, now_, policy_);
}

void PoolStep::begin(OpenRequest& request, std::size_t endpoint, AttemptReason reason) {
  const ModelRequestId id = request.wanted.request;
  EndpointState& state = s_.endpoints[endpoint];
  Attempt attempt{.id = AttemptId(++s_.last_attempt),
                  .endpoint = endpoint,
                  .reason = reason,
                  .probe = state.breaker.pass(now_),
                  .started = now_};
  ++state.running;
  ++state.started;
  state.headroom.taken(request.wanted.estimate());
  ++request.served.attempts;
  request.tried.push_back(endpoint);
  effects_.emplace_back(
      StartAttempt{.request = id, .attempt = attempt.id, .endpoint = endpoint, .reason = reason});

  const milliseconds limit = first_token_limit(request, endpoint);
  attempt.timer = start_timer(id, limit);
  const milliseconds slow = state.first_token.p95().value_or(policy_.hedge_after);
  if (reason != AttemptReason::hedge)
    request.hedge_timer = !request.served.hedged && slow < limit ? start_timer(id, slow) : PoolTimerId();
  request.running.push_back(attempt);
}

milliseconds PoolStep::first_token_limit(const OpenRequest& request, std::size_t endpoint) const {
  const auto p95 = s_.endpoints[endpoint].first_token.p95();
  milliseconds limit = policy_.longest_first_token;
  if (p95) limit = std::clamp(*p95 * 3 / 2, policy_.shortest_first_token, policy_.longest_first_token);
  // Half of what the turn has left, so that another one has the other half.
  const milliseconds left = std::chrono::ceil<milliseconds>(request.wanted.deadline - now_);
  const bool last_one = request.served.attempts >= policy_.most_attempts;
  if (!last_one) limit = std::min(limit, std::max(left / 2, policy_.shortest_first_token));
  return std::clamp(limit, milliseconds(1), std::max(left, milliseconds(1)));
}

// The first with a token is the answer; what others have cost was worth the time.
void PoolStep::win(OpenRequest& request, Attempt& winner) {
  const AttemptId id = winner.id;
  EndpointState& endpoint = s_.endpoints[winner.endpoint];
  endpoint.first_token.add(since(winner.started), now_);
  endpoint.breaker.succeeded(std::exchange(winner.probe, false));
  request.winner = id;
  request.hedge_timer = PoolTimerId();
  request.served.endpoint = winner.endpoint;
  request.served.hedge_won = winner.reason == AttemptReason::hedge;
  request.served.first_token = since(request.started);
  while (request.running.size() > 1)
    cancel(request,
           request.running.front().id == id ? request.running.back().id : request.running.front().id);
}

void PoolStep::watch(OpenRequest& request, Attempt& attempt) {
  attempt.timer = start_timer(request.wanted.request, policy_.stall);
}

void PoolStep::attempt_timer_fired(OpenRequest& request, Attempt& attempt) {
  if (attempt.last_token && now_ - *attempt.last_token < policy_.stall) {
    // One timer a stall's time, not one a token.
    const Duration left = policy_.stall - (now_ - *attempt.last_token);
    attempt.timer = start_timer(request.wanted.request, std::chrono::ceil<milliseconds>(left));
    return;
  }
  const AttemptFault fault{.kind = attempt.last_token ? FaultKind::stalled : FaultKind::late,
                           .message = attempt.last_token ? "no further token came" : "no first token came"};
  effects_.emplace_back(
      CancelAttempt{.request = request.wanted.request, .attempt = attempt.id, .fault = fault.kind});
  if (!attempt.last_token)
    s_.endpoints[attempt.endpoint].first_token.add_at_least(since(attempt.started), now_);
  attempt_failed(request, attempt.id, fault);
}

void PoolStep::attempt_failed(OpenRequest& request, AttemptId id, const AttemptFault& fault) {
  const Attempt attempt = *find(request, id);
  s_.endpoints[attempt.endpoint].breaker.failed(fault, attempt.probe, now_, policy_.breaker);
  if (was_worked_on(attempt, fault.kind)) charge_estimate(request, attempt);
  remove(request, id);
  // Its hedge, or what it was the hedge of, may still come.
  if (request.running.empty() || !worth_retrying(fault.kind)) go_on_after(request, fault);
}

void PoolStep::cancel(OpenRequest& request, AttemptId id) {
  const Attempt attempt = *find(request, id);
  EndpointState& endpoint = s_.endpoints[attempt.endpoint];
  endpoint.breaker.abandoned(attempt.probe);
  if (!attempt.last_token) endpoint.first_token.add_at_least(since(attempt.started), now_);
  effects_.emplace_back(CancelAttempt{.request = request.wanted.request, .attempt = id});
  charge_estimate(request, attempt);
  remove(request, id);
}

void PoolStep::cancel_all(OpenRequest& request) {
  while (!request.running.empty()) cancel(request, request.running.front().id);
}

void PoolStep::remove(OpenRequest& request, AttemptId id) {
  const auto attempt = std::ranges::find(request.running, id, &Attempt::id);
  --s_.endpoints[attempt->endpoint].running;
  request.running.erase(attempt);
}

void PoolStep::charge(OpenRequest& request, const Attempt& attempt, const TokenUsage& usage, bool estimated) {
  const MicroCents cost = cost_of(usage, s_.endpoints[attempt.endpoint].endpoint.price);
  request.used += usage.total();
  request.served.cost += cost;
  effects_.emplace_back(Charge{.call = request.wanted.call,
                               .agent = request.wanted.agent,
                               .endpoint = attempt.endpoint,
                               .usage = usage,
                               .estimated = estimated,
                               .cost = cost});
}

void PoolStep::charge_estimate(OpenRequest& request, const Attempt& attempt) {
  charge(request, attempt, {.prompt = request.wanted.prompt_tokens, .completion = attempt.tokens}, true);
}

Attempt* PoolStep::find(OpenRequest& request, AttemptId id) {
  const auto attempt = std::ranges::find(request.running, id, &Attempt::id);
  return attempt == request.running.end() ? nullptr : &*attempt;
}

}  // namespace attendant::brain
