#include "runtime/ticker.hpp"

#include <algorithm>
#include <utility>

namespace attendant::runtime {

std::shared_ptr<void> Ticker::subscribe(TickHandler handler) {
  auto subscriber = std::make_shared<TickHandler>(std::move(handler));
  subscribers_.push_back(subscriber);
  return subscriber;
}

void Ticker::tick(Instant now) {
  // Up to the last subscriber there was at the start: one that comes during a tick waits for the next.
  std::size_t left = subscribers_.size();
  for (auto at = subscribers_.begin(); left > 0; --left) {
    // The lock keeps a handler alive that drops its own token.
    if (const auto handler = at->lock()) {
      (*handler)(now);
      ++at;
    } else {
      at = subscribers_.erase(at);
    }
  }
}

std::size_t Ticker::subscribers() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(subscribers_, [](const auto& subscriber) { return !subscriber.expired(); }));
}

}  // namespace attendant::runtime
