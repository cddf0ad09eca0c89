// All that the model pool knows. Values; owned by the gateway's shell, on one shard.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "brain/model/answer_cache.hpp"
#include "brain/model/endpoint.hpp"
#include "brain/model/hedge_budget.hpp"
#include "brain/model/pool_effect.hpp"
#include "brain/model/pool_event.hpp"
#include "brain/model/token_quota.hpp"

namespace attendant::brain {

// A request that is on its way to one endpoint.
struct Attempt {
  AttemptId id;
  std::size_t endpoint = 0;
  AttemptReason reason = AttemptReason::first;
  bool probe = false;  // the endpoint's breaker is waiting for how it goes
  Instant started{};
  std::optional<Instant> last_token;
  std::int64_t tokens = 0;  // deltas so far: what it took, where it does not come to say so
  PoolTimerId timer;        // its first-token deadline, then its stall watchdog
};

// A request of a session, over all its attempts.
struct OpenRequest {
  AnswerWanted wanted;
  Instant started{};
  std::vector<Attempt> running;     // one, or two while it is hedged
  std::optional<AttemptId> winner;  // whose tokens are delivered
  std::vector<std::size_t> tried;   // endpoints, in order
  std::string answer;               // text so far, for the cache
  bool only_text = true;            // an answer with tool calls is never cached
  bool delivered = false;           // something that was not made void
  bool committed = false;
  bool deadline_passed = false;
  PoolTimerId deadline_timer, hedge_timer, longest_timer, wait_timer;
  std::optional<Instant> waits_until;  // for an endpoint, since it first had to
  std::optional<AttemptFault> last_fault;
  std::int64_t reserved = 0, used = 0;  // tokens of the consumer's quota
  Served served;
};

struct PoolState {
  PoolState(std::vector<ModelEndpoint> endpoints, AnswerCache answer_cache);

  std::vector<EndpointState> endpoints;
  std::map<ModelRequestId, OpenRequest> requests;
  HedgeBudget hedges;
  TokenQuota quota;
  AnswerCache cache;
  std::uint64_t last_attempt = 0, last_timer = 0;
};

}  // namespace attendant::brain
