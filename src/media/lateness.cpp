#include "media/lateness.hpp"

#include <algorithm>
#include <cmath>

namespace attendant::media {

std::chrono::microseconds Lateness::quantile(double fraction) const {
  const auto rank = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(frames)));
  std::uint64_t below = 0;
  for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) {
    below += counts[bucket];
    if (below >= rank && below > 0) return std::min(max, kStep * static_cast<std::int64_t>(bucket + 1));
  }
  return max;
}

}  // namespace attendant::media
