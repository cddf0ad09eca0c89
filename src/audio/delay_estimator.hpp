// How long packets travel compared with the fastest of late: the base (smallest transit of the last 2 to 4
// seconds, which follows clock drift) and a slowly forgetting histogram of what lies above it. Units are
// samples at kTelephoneRate. One thread; never allocates.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace attendant::audio {

class DelayEstimator {
 public:
  // transit = arrival - timestamp, both in samples; only differences matter.
  void observe(std::int64_t transit, std::int64_t arrival);
  bool known() const { return base_.has_value(); }
  std::int64_t base() const { return base_.value_or(0); }
  // The jitter that 97 % of the packets stay below.
  std::int64_t jitter() const { return jitter_; }
  void reset();

 private:
  static constexpr std::int64_t kWindow = 16000;  // 2 s
  static constexpr std::int64_t kBucket = 40;     // 5 ms
  static constexpr std::size_t kBuckets = 64;     // up to 320 ms
  static constexpr float kForget = 0.997F;        // per packet: half is forgotten after 5 s

  std::optional<std::int64_t> base_;
  std::int64_t window_start_ = 0;
  std::int64_t window_min_ = 0;
  std::int64_t previous_min_ = 0;
  std::int64_t jitter_ = 0;
  std::array<float, kBuckets> histogram_{};
};

}  // namespace attendant::audio
