#include "audio/delay_estimator.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace attendant::audio {

void DelayEstimator::observe(std::int64_t transit, std::int64_t arrival) {
  if (!base_) {
    window_start_ = arrival;
    window_min_ = previous_min_ = transit;
  } else if (arrival - window_start_ >= kWindow) {
    previous_min_ = window_min_;
    window_min_ = transit;
    window_start_ = arrival;
  }
  window_min_ = std::min(window_min_, transit);
  base_ = std::min(window_min_, previous_min_);

  const auto bucket = static_cast<std::size_t>(
      std::clamp<std::int64_t>((transit - *base_) / kBucket, 0, static_cast<std::int64_t>(kBuckets) - 1));
  for (float& weight : histogram_) weight *= kForget;
  histogram_[bucket] += 1.0F;

  float above = 0.03F * std::accumulate(histogram_.begin(), histogram_.end(), 0.0F);
  std::size_t edge = kBuckets;
  while (edge > 1 && above >= histogram_[edge - 1]) above -= histogram_[--edge];
  jitter_ = static_cast<std::int64_t>(edge) * kBucket;
}

void DelayEstimator::reset() { *this = DelayEstimator(); }

}  // namespace attendant::audio
