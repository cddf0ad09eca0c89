// A language model service that fails as real ones do, by a seeded plan: throttles, stalls, cuts streams,
// leaves out deltas, writes nonsense, and takes a log-normal time with a heavy tail to its first token. Chat
// Completions only. On a thread of its own.
#pragma once

#include <cstdint>
#include <memory>

namespace attendant::bench {

// Shares of requests; the times are of a first token.
struct FaultPlan {
  double throttled = 0.30;   // 429 with Retry-After: 1
  double for_a_day = 0.02;   // of those: Retry-After: 86400
  double stalled = 0.10;     // half of them before the first token
  double cut = 0.05;         // after five tokens
  double malformed = 0.02;   // one chunk of nonsense amid a good stream
  double delta_less = 0.10;  // Azure's filter chunks without a delta amid a good stream
  double median_ms = 300;
  double sigma = 0.4;  // of the logarithm
  double tail = 0.03;  // these take tail_factor times as long
  double tail_factor = 6;
  int tokens = 20;
  int token_ms = 20;
};

class FaultServer {
 public:
  // Listens on loopback, any free port. /SIDE/.../chat/completions: every side has the same faults in the
  // same order of its requests.
  FaultServer(const FaultPlan& plan, std::uint64_t seed);
  ~FaultServer();

  std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::bench
