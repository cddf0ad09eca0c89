// The model gateway of this machine: the shell around model_pool.hpp. Requests go out by a HttpClient, timers
// run on the loop, what happens becomes events of the pool, and the pool's effects are carried out in their
// order. Several pools by name. On one loop; nothing here blocks.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "brain/model/gateway_metrics.hpp"
#include "brain/model/model_attempt.hpp"
#include "brain/model/model_gateway.hpp"
#include "brain/model/model_pool.hpp"
#include "net/http_client.hpp"
#include "runtime/loop.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::brain {

// Where an endpoint is and how it is asked.
struct PoolEndpoint {
  ModelEndpoint endpoint;
  ChatDialect dialect;
  std::string origin;  // "https://host:port", without a path
  std::string key;     // empty: none is sent. Never logged
};

struct ModelPoolOptions {
  std::string name;
  std::vector<PoolEndpoint> endpoints;  // at least one
  PoolPolicy policy;
  std::vector<std::pair<std::string, std::int64_t>> quotas;  // consumer, tokens a minute
  std::size_t cached_answers = 64;                           // see ModelQuestion::cache_key
  std::chrono::seconds cached_for{3600};
};

class PoolGateway final : public ModelGateway {
 public:
  // All three outlive it. At least one pool; the first is the one that a question without a name asks.
  PoolGateway(runtime::Loop& loop, net::HttpClient& client, std::vector<ModelPoolOptions> pools,
              telemetry::Registry& registry, telemetry::Logger log);
  ~PoolGateway() override;

  ModelRequestId ask(ModelQuestion question, AnswerEvents events) override;
  void commit(ModelRequestId request) override;
  void drop(ModelRequestId request) override;
  Spent spent(const std::string& call) const override { return ledger_.of_call(call); }
  void forget(const std::string& call) override { ledger_.take_call(call); }

 private:
  struct Pool;
  struct Open;  // a question under way

  void take(Pool& pool, PoolEventBody event);
  void carry_out(Pool& pool, PoolEffect& effect);
  void carry_out(Pool& pool, StartAttempt& effect);
  void carry_out(Pool& pool, CancelAttempt& effect);
  void carry_out(Pool& pool, StartPoolTimer& effect);
  void carry_out(Pool& pool, Deliver& effect);
  void carry_out(Pool& pool, Restart& effect);
  void carry_out(Pool& pool, Charge& effect);
  void carry_out(Pool& pool, Finish& effect);
  void carry_out(Pool& pool, Fail& effect);

  AttemptEvents events_of(Pool& pool, const StartAttempt& attempt);
  void attempt_failed(Pool& pool, const StartAttempt& attempt, AttemptFault fault);
  void record(Pool& pool, const StartAttempt& attempt, const AttemptFault& fault);
  void let_go(Pool& pool, AttemptId attempt);
  std::shared_ptr<Open> find(ModelRequestId request) const;
  Pool* pool_named(const std::string& name);

  runtime::Loop& loop_;
  net::HttpClient& client_;
  telemetry::Logger log_;
  std::vector<std::unique_ptr<Pool>> pools_;
  std::map<ModelRequestId, std::shared_ptr<Open>> open_;
  CostLedger ledger_;
  std::uint64_t last_request_ = 0;
  std::mt19937_64 spans_;  // names of requests in traces
};

}  // namespace attendant::brain
