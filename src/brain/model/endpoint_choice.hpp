// Which endpoint a request goes to: the lowest priority that can take it in time and within its quota (where
// none can, the lowest that can at all); there the one whose prompt cache is
// warm, unless it is much busier than the least loaded. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "brain/model/model_pool.hpp"

namespace attendant::brain {

struct ChoiceQuery {
  std::string_view prefix_key;
  std::span<const std::size_t> avoid;  // tried already, or at it
  std::int64_t tokens = 0;             // that it will take of the endpoint's quota
  bool sure = false;                   // only endpoints whose breaker is closed
};

std::optional<std::size_t> choose_endpoint(std::span<const EndpointState> endpoints, const ChoiceQuery& query,
                                           Instant now, const PoolPolicy& policy);

// None is open: one that is shut, tried before its time.
std::optional<std::size_t> choose_early_probe(std::span<const EndpointState> endpoints, Instant now,
                                              const PoolPolicy& policy);

}  // namespace attendant::brain
