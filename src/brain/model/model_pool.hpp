// The routing core of the model gateway: a pure function from what is known of the endpoints and one event to
// what to do. It chooses endpoints, hedges, fails over, watches for stalls, keeps deadlines, quotas and
// costs. No clock, no thread, no I/O: tests are tables of events under a fake clock.
//
// Above all: once words of an answer were spoken there is no second try. A caller who hears a sentence begin
// anew does not believe the third one.
#pragma once

#include <chrono>
#include <vector>

#include "brain/model/circuit_breaker.hpp"
#include "brain/model/pool_effect.hpp"
#include "brain/model/pool_event.hpp"
#include "brain/model/pool_state.hpp"

namespace attendant::brain {

struct PoolPolicy {
  BreakerPolicy breaker;
  // A first token is given 1.5 times the endpoint's p95, within these bounds; the longest while it is not
  // known.
  std::chrono::milliseconds shortest_first_token{400};
  std::chrono::milliseconds longest_first_token{1500};
  std::chrono::milliseconds stall{2000};            // between two tokens
  std::chrono::milliseconds longest_answer{30000};  // from the request to its last token
  double hedged_share = 0.05;                       // of requests
  std::chrono::milliseconds hedge_after{800};       // while an endpoint's p95 is not known
  int most_attempts = 4;
  // When no endpoint can take a request, but one opens so soon, it waits; else it fails at once.
  std::chrono::milliseconds longest_wait{700};
  // An endpoint expected to take longer gives way to one of the next priority that is not.
  std::chrono::milliseconds first_token_goal{900};
  // The endpoint with the warm prompt cache may be this many times as loaded as the least loaded one.
  double affinity_slack = 2.0;
};

std::vector<PoolEffect> step(PoolState& state, const PoolEvent& event, const PoolPolicy& policy);

}  // namespace attendant::brain
