// One place that serves a model: what is configured of it, and what we know of it. Values; owned by the
// pool's state.
#pragma once

#include <cstdint>
#include <string>

#include "brain/model/circuit_breaker.hpp"
#include "brain/model/cost.hpp"
#include "brain/model/first_token_times.hpp"
#include "brain/model/rate_limits.hpp"

namespace attendant::brain {

struct ModelEndpoint {
  std::string name;       // unique in its pool; metric label
  int priority = 0;       // the lowest first: provisioned throughput before pay-as-you-go
  double weight = 1.0;    // share within its priority, > 0
  int most_requests = 0;  // at the same time; 0 = without a limit
  TokenPrice price;
};

struct EndpointState {
  ModelEndpoint endpoint;
  CircuitBreaker breaker;
  FirstTokenTimes first_token;
  Headroom headroom;
  int running = 0;            // requests under way
  std::uint64_t started = 0;  // requests ever
};

}  // namespace attendant::brain
