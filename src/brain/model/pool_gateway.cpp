#include "brain/model/pool_gateway.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "brain/model/model_wire.hpp"
#include "brain/model/trace_context.hpp"

namespace attendant::brain {
namespace {

std::vector<ModelEndpoint> endpoints_of(const ModelPoolOptions& options) {
  std::vector<ModelEndpoint> endpoints;
  for (const PoolEndpoint& endpoint : options.endpoints) endpoints.push_back(endpoint.endpoint);
  return endpoints;
}

std::vector<GatewayMetrics::Endpoint> counted_endpoints(const ModelPoolOptions& options) {
  std::vector<GatewayMetrics::Endpoint> endpoints;
  for (const PoolEndpoint& endpoint : options.endpoints)
    endpoints.push_back(
        {.name = endpoint.endpoint.name,
         .provider = endpoint.dialect.vendor == ChatVendor::openai ? "openai" : "azure.ai.openai",
         .model = endpoint.dialect.model});
  return endpoints;
}

}  // namespace

struct PoolGateway::Pool {
  Pool(ModelPoolOptions pool_options, telemetry::Registry& registry)
      : options(std::move(pool_options)),
        state(endpoints_of(options), AnswerCache(options.cached_answers, options.cached_for)),
        metrics(registry, options.name, counted_endpoints(options)) {
    for (const auto& [consumer, tokens] : options.quotas) state.quota.set_limit(consumer, tokens);
  }

  const ModelPoolOptions options;
  PoolState state;
  GatewayMetrics metrics;
  struct Sent {
    StartAttempt started;
    std::unique_ptr<ModelAttempt> attempt;
  };
  std::map<AttemptId, Sent> attempts;
  std::deque<PoolEventBody> events;  // that came while effects were carried out
  bool stepping = false;
};

struct PoolGateway::Open {
  Pool* pool = nullptr;
  ModelQuestion question;
  AnswerEvents events;
  std::vector<runtime::Timer> timers;
};

PoolGateway::PoolGateway(runtime::Loop& loop, net::HttpClient& client, std::vector<ModelPoolOptions> pools,
                         telemetry::Registry& registry, telemetry::Logger log)
    : loop_(loop), client_(client), log_(std::move(log)), spans_(std::random_device()()) {
  CHECK(!pools.empty());
  for (ModelPoolOptions& options : pools) {
    CHECK(!options.endpoints.empty());
    pools_.push_back(std::make_unique<Pool>(std::move(options), registry));
  }
}

PoolGateway::~PoolGateway() = default;

ModelRequestId PoolGateway::ask(ModelQuestion question, AnswerEvents events) {
  const ModelRequestId id(++last_request_);
  Pool* const pool = pool_named(question.pool);
  if (pool == nullptr) {
    events.failed(
        {.code = ErrorCode::not_found,
         .message = fmt::format("there is no model pool '{}'; models.pools lists them", question.pool)},
        false, {});
    return id;
  }
  AnswerWanted wanted{.request = id,
                      .call = question.call,
                      .agent = question.agent,
                      .consumer = question.consumer,
                      .prefix_key = question.prefix_key,
                      .cache_key = question.cache_key,
                      .prompt_tokens = estimated_prompt_tokens(question.request),
                      .most_tokens = question.request.max_tokens,
                      .deadline = question.deadline};
  open_[id] = std::make_shared<Open>(
      Open{.pool = pool, .question = std::move(question), .events = std::move(events)});
  take(*pool, std::move(wanted));
  return id;
}

void PoolGateway::commit(ModelRequestId request) {
  if (const auto open = find(request)) take(*open->pool, AnswerCommitted{request});
}

void PoolGateway::drop(ModelRequestId request) {
  const auto open = find(request);
  if (!open) return;
  open_.erase(request);
  take(*open->pool, AnswerUnwanted{request});
}

// An event's effects are carried out before the next one is looked at, though carrying them out may tell of
// some.
void PoolGateway::take(Pool& pool, PoolEventBody event) {
  pool.events.push_back(std::move(event));
  if (pool.stepping) return;
  pool.stepping = true;
  while (!pool.events.empty()) {
    const PoolEvent next{.at = loop_.clock().now(), .body = std::move(pool.events.front())};
    pool.events.pop_front();
    for (PoolEffect& effect : step(pool.state, next, pool.options.policy)) carry_out(pool, effect);
  }
  pool.stepping = false;
}

void PoolGateway::carry_out(Pool& pool, PoolEffect& effect) {
  std::visit([&](auto& one) { carry_out(pool, one); }, effect);
}

void PoolGateway::carry_out(Pool& pool, StartAttempt& effect) {
  const auto open = find(effect.request);
  if (!open) return;
  const PoolEndpoint& endpoint = pool.options.endpoints[effect.endpoint];
  ModelWire wire = model_wire(open->question.request, endpoint.dialect, endpoint.key);
  const std::string& asked_by = open->question.trace_parent;
  wire.headers.emplace_back("traceparent",
                            asked_by.empty() ? traceparent(open->question.call, spans_() | 1U) : asked_by);
  net::ClientRequest request{.method = "POST",
                             .url = endpoint.origin + wire.path,
                             .headers = std::move(wire.headers),
                             .body = std::move(wire.body),
                             .deadline = loop_.clock().now() + pool.options.policy.longest_answer};
  pool.attempts[effect.attempt] = {
      .started = effect,
      .attempt = std::make_unique<ModelAttempt>(loop_, client_, std::move(request), std::move(wire.reader),
                                                events_of(pool, effect))};
}

AttemptEvents PoolGateway::events_of(Pool& pool, const StartAttempt& attempt) {
  const ModelRequestId request = attempt.request;
  const AttemptId id = attempt.attempt;
  return {.limits =
              [this, &pool, request, id](const RateLimits& limits) {
                take(pool, LimitsTold{.request = request, .attempt = id, .limits = limits});
              },
          .spoke =
              [this, &pool, request, id](AnswerDelta delta) {
                take(pool, AttemptSpoke{.request = request, .attempt = id, .delta = std::move(delta)});
              },
          .ended =
              [this, &pool, attempt](const AnswerEnd& end) {
                pool.metrics.attempt_ended(attempt.endpoint, "answered");
                take(pool, AttemptEnded{.request = attempt.request, .attempt = attempt.attempt, .end = end});
              },
          .failed = [this, &pool,
                     attempt](AttemptFault fault) { attempt_failed(pool, attempt, std::move(fault)); },
          .closed = [this, &pool, id] { let_go(pool, id); }};
}

void PoolGateway::attempt_failed(Pool& pool, const StartAttempt& attempt, AttemptFault fault) {
  record(pool, attempt, fault);
  take(pool,
       AttemptFailed{.request = attempt.request, .attempt = attempt.attempt, .fault = std::move(fault)});
}

void PoolGateway::record(Pool& pool, const StartAttempt& attempt, const AttemptFault& fault) {
  pool.metrics.attempt_ended(attempt.endpoint, to_string(fault.kind));
  const auto open = find(attempt.request);
  log_.warning("model attempt failed",
               {{"pool", pool.options.name},
                {"endpoint", pool.options.endpoints[attempt.endpoint].endpoint.name},
                {"call", CallId(open ? open->question.call : std::string())},
                {"fault", to_string(fault.kind)},
                {"why", fault.message},
                {"retry_after_ms", fault.retry_after ? fault.retry_after->count() : -1}});
}

void PoolGateway::carry_out(Pool& pool, CancelAttempt& effect) {
  if (const auto sent = pool.attempts.find(effect.attempt); sent != pool.attempts.end()) {
    if (effect.fault)
      record(pool, sent->second.started, {.kind = *effect.fault, .message = "its time was over"});
    else
      pool.metrics.attempt_ended(sent->second.started.endpoint, "given_up");
  }
  let_go(pool, effect.attempt);
}

// It may be the one whose event is being told: it goes in a job of its own.
void PoolGateway::let_go(Pool& pool, AttemptId id) {
  auto sent = pool.attempts.extract(id);
  if (sent.empty()) return;
  sent.mapped().attempt->give_up();
  loop_.post([gone = std::move(sent.mapped().attempt)] {});
}

void PoolGateway::carry_out(Pool& pool, StartPoolTimer& effect) {
  const auto open = find(effect.request);
  if (!open) return;
  std::erase_if(open->timers, [](const runtime::Timer& timer) { return !timer.pending(); });
  open->timers.push_back(
      loop_.after(effect.after, [this, &pool, request = effect.request, timer = effect.timer] {
        take(pool, PoolTimerFired{.request = request, .timer = timer});
      }));
}

void PoolGateway::carry_out(Pool& /*pool*/, Deliver& effect) {
  if (const auto open = find(effect.request)) open->events.delta(effect.delta);
}

void PoolGateway::carry_out(Pool& pool, Restart& effect) {
  pool.metrics.restarted();
  if (const auto open = find(effect.request)) open->events.restart();
}

void PoolGateway::carry_out(Pool& pool, Charge& effect) {
  pool.metrics.charged(effect);
  // Whoever asks for no call (other programs) has no account of it here.
  if (!effect.call.empty()) ledger_.add(effect.call, effect.agent, effect.usage, effect.cost);
}

void PoolGateway::carry_out(Pool& pool, Finish& effect) {
  pool.metrics.served(effect.served, nullptr);
  const auto open = find(effect.request);
  if (!open) return;
  open_.erase(effect.request);
  open->events.finished(effect.end, effect.served);
}

void PoolGateway::carry_out(Pool& pool, Fail& effect) {
  pool.metrics.served(effect.served, &effect.error);
  const auto open = find(effect.request);
  if (!open) return;
  open_.erase(effect.request);
  log_.error("no model answered",
             effect.error.in(fmt::format("pool '{}', {} attempts in {} ms", pool.options.name,
                                         effect.served.attempts, effect.served.took.count())));
  open->events.failed(effect.error, effect.committed, effect.served);
}

std::shared_ptr<PoolGateway::Open> PoolGateway::find(ModelRequestId request) const {
  const auto found = open_.find(request);
  return found == open_.end() ? nullptr : found->second;
}

PoolGateway::Pool* PoolGateway::pool_named(const std::string& name) {
  if (name.empty()) return pools_.front().get();
  const auto found =
      std::ranges::find_if(pools_, [&](const auto& pool) { return pool->options.name == name; });
  return found == pools_.end() ? nullptr : found->get();
}

}  // namespace attendant::brain
