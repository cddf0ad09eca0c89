// What a service says is left of its quota, and a memory of it: an endpoint that has too little for a request
// is not asked for the 429 it would give.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace attendant::brain {

struct RateLimits {
  std::optional<std::int64_t> requests_left, tokens_left;
  std::optional<std::chrono::milliseconds> requests_reset, tokens_reset;  // until the whole quota is back
};

// The values of x-ratelimit-remaining-{requests,tokens} and x-ratelimit-reset-{requests,tokens}; an absent
// header is an empty text, and what cannot be read is as absent. Resets are durations ("6m0s", "20ms") or
// seconds ("1").
struct RateLimitHeaders {
  std::string_view remaining_requests, remaining_tokens, reset_requests, reset_tokens;
};
RateLimits rate_limits(const RateLimitHeaders& headers);

// Owned by the state of its endpoint.
class Headroom {
 public:
  void told(const RateLimits& limits, Instant now);
  void taken(std::int64_t tokens);  // by a request that was just sent
  // True where nothing, or nothing recent, is known.
  bool fits(std::int64_t tokens, Instant now) const;

 private:
  struct Left {
    std::int64_t amount = 0;
    Instant until{};  // of no meaning after it
  };
  std::optional<Left> requests_, tokens_;
};

}  // namespace attendant::brain
