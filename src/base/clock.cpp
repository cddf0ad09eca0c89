#include "base/clock.hpp"

namespace attendant {

Instant SystemClock::now() const { return Instant(std::chrono::steady_clock::now().time_since_epoch()); }

WallTime SystemClock::wall() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace attendant
