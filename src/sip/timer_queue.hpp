// When to look at which object again. An object whose time has changed is simply put in again: entries that
// no longer mean anything are skipped by whoever is woken.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "sip/events.hpp"

namespace attendant::sip {

struct Wakeup {
  enum class Kind : std::uint8_t { client, server, leg };
  Instant at;
  Kind kind = Kind::leg;
  std::string transaction;
  LegId leg;

  bool operator>(const Wakeup& other) const { return at > other.at; }
};

class TimerQueue {
 public:
  void add(Wakeup wakeup) { queue_.push(std::move(wakeup)); }
  std::optional<Instant> next() const {
    return queue_.empty() ? std::nullopt : std::optional(queue_.top().at);
  }

  std::optional<Wakeup> take_due(Instant now) {
    if (queue_.empty() || queue_.top().at > now) return std::nullopt;
    Wakeup wakeup = queue_.top();
    queue_.pop();
    return wakeup;
  }

 private:
  std::priority_queue<Wakeup, std::vector<Wakeup>, std::greater<>> queue_;
};

}  // namespace attendant::sip
