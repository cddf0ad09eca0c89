// A histogram of how late frames were sent: 50 us steps up to 100 ms. A value.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace attendant::media {

struct Lateness {
  static constexpr std::size_t kBuckets = 2001;
  static constexpr std::chrono::microseconds kStep{50};

  std::array<std::uint64_t, kBuckets> counts{};  // the last one holds everything above
  std::uint64_t frames = 0;
  std::chrono::microseconds max{0};

  // The upper edge of the bucket that the fraction (0 .. 1) falls into.
  std::chrono::microseconds quantile(double fraction) const;
};

}  // namespace attendant::media
