// One shared beat per loop instead of a timer per call: a wake-up costs more than what most legs do in it.
// Subscribers run in the order they came. One thread, the loop's.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>

#include "base/clock.hpp"

namespace attendant::runtime {

inline constexpr std::chrono::milliseconds kTick{10};

using TickHandler = std::move_only_function<void(Instant now)>;

class Ticker {
 public:
  // Ends when the returned token is destroyed, also from inside a tick; it may outlive the ticker.
  [[nodiscard]] std::shared_ptr<void> subscribe(TickHandler handler);
  void tick(Instant now);
  std::size_t subscribers() const;

 private:
  std::list<std::weak_ptr<TickHandler>> subscribers_;
};

using TickToken = std::shared_ptr<void>;

}  // namespace attendant::runtime
