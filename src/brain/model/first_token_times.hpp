// How long an endpoint takes to its first token: a moving mean for choosing between endpoints, and the p95 of
// its latest answers for hedging and deadlines. Pure; owned by the state of its endpoint.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

#include "base/clock.hpp"

namespace attendant::brain {

class FirstTokenTimes {
 public:
  static constexpr std::size_t kKept = 128;
  static constexpr std::size_t kFewest = 20;  // for a p95
  static constexpr double kNewest = 0.2;      // weight of the newest in the mean
  // A mean so old tells nothing: an endpoint once slow must be tried again.
  static constexpr std::chrono::seconds kForgotten{30};

  void add(std::chrono::milliseconds took, Instant now);
  // We did not wait for the end: it would have taken at least this long. Moves the mean where it is news,
  // never the p95: with a few stalls among the latest it would be no measure of a slow answer any more.
  void add_at_least(std::chrono::milliseconds waited, Instant now);

  std::optional<std::chrono::milliseconds> mean(Instant now) const;  // nothing: not known, or forgotten
  std::optional<std::chrono::milliseconds> p95() const;              // nothing: fewer than kFewest

 private:
  void move_mean(std::chrono::milliseconds by, Instant now);

  std::array<std::chrono::milliseconds, kKept> latest_{};
  std::size_t count_ = 0;  // ever
  double mean_ms_ = 0.0;
  Instant last_{};
};

}  // namespace attendant::brain
