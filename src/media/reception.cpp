#include "media/reception.hpp"

#include <algorithm>
#include <cmath>

namespace attendant::media {

void Reception::observe(std::uint16_t sequence, std::uint32_t timestamp, Instant arrival) {
  // Arrival in timestamp units; only differences count, so the 32-bit wrap is taken along.
  const auto arrival_units =
      static_cast<std::uint32_t>(arrival.time_since_epoch() / std::chrono::nanoseconds(125'000));
  const std::int64_t transit = static_cast<std::int32_t>(arrival_units - timestamp);
  if (!started_) {
    started_ = true;
    first_ = highest_ = sequence;
  } else {
    const auto ahead = static_cast<std::int16_t>(sequence - highest_);
    if (ahead > 0) {
      if (sequence < highest_) cycles_ += 0x10000;
      highest_ = sequence;
    }
    const double change = std::abs(static_cast<double>(transit - transit_));
    // A jump of seconds is a new timeline or a long silence, not jitter.
    if (change < 8000.0) jitter_ += (change - jitter_) / 16.0;
  }
  transit_ = transit;
  ++received_;
}

std::uint8_t Reception::take_fraction_lost() {
  const std::uint64_t expected_now = expected() - expected_before_;
  const std::uint64_t received_now = received_ - received_before_;
  expected_before_ = expected();
  received_before_ = received_;
  if (expected_now == 0 || received_now >= expected_now) return 0;
  return static_cast<std::uint8_t>(
      std::min<std::uint64_t>((expected_now - received_now) * 256 / expected_now, 255));
}

float estimate_mos(double loss, double delay_ms) {
  constexpr double kBestRating = 93.2;
  constexpr double kRobustness = 25.1;  // Bpl of G.711 with concealment, G.113 table I.2
  const double percent = std::clamp(loss, 0.0, 1.0) * 100.0;
  const double equipment = 95.0 * percent / (percent + kRobustness);
  const double delay = 0.024 * delay_ms + (delay_ms > 177.3 ? 0.11 * (delay_ms - 177.3) : 0.0);
  const double rating = std::clamp(kBestRating - delay - equipment, 0.0, 100.0);
  return static_cast<float>(
      std::max(1.0, 1.0 + 0.035 * rating + rating * (rating - 60.0) * (100.0 - rating) * 7e-6));
}

}  // namespace attendant::media
