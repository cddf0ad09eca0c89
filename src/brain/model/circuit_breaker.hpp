// Keeps requests away from an endpoint that fails, and lets one at a time try whether it is back. Pure; owned
// by the state of its endpoint.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "brain/model/attempt_fault.hpp"

namespace attendant::brain {

struct BreakerPolicy {
  int failures_to_open = 3;                  // one after another
  std::chrono::milliseconds open_for{2000};  // doubles with each probe that fails
  std::chrono::milliseconds longest_open{std::chrono::minutes(1)};
  // A service may ask for a day; a wrong answer of its should not cost us the endpoint for so long.
  std::chrono::milliseconds longest_retry_after{std::chrono::minutes(2)};
  std::chrono::milliseconds open_when_unauthorized{std::chrono::minutes(1)};
  // When every endpoint is shut, a shut one may be tried this often before its time: better than silence.
  std::chrono::milliseconds early_probe_every{250};
};

class CircuitBreaker {
 public:
  enum class State {
    closed,
    open,       // nothing passes
    half_open,  // its time is over: one request may pass and decides
  };

  State state(Instant now) const;
  bool permits(Instant now) const;
  // Shut, but for nothing that a person must mend, and not tried lately.
  bool permits_early_probe(Instant now, const BreakerPolicy& policy) const;
  std::chrono::milliseconds opens_in(Instant now) const;  // until it is half open; 0 when it is not open

  // A request was let pass; of one that is a probe every other is kept back until it is known how it went.
  // Returns whether it is a probe.
  bool pass(Instant now);
  void succeeded(bool probe);
  // The request was given up by us: nothing is known of the endpoint.
  void abandoned(bool probe);
  void failed(const AttemptFault& fault, bool probe, Instant now, const BreakerPolicy& policy);

 private:
  void open(std::chrono::milliseconds duration, Instant now);

  std::optional<Instant> open_until_;  // open or half open
  std::optional<Instant> last_tried_;  // a probe, or what opened it
  bool probing_ = false;
  bool needs_mending_ = false;
  int failures_ = 0;  // one after another
  int openings_ = 0;  // since it was last closed
};

}  // namespace attendant::brain
