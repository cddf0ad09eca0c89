#include "speech/frame_ring.hpp"

#include <algorithm>

namespace attendant::speech {

bool FrameRing::push(audio::SamplesView frame, Instant captured) {
  const std::size_t written = written_.load(std::memory_order_relaxed);
  const bool is_full = written - read_.load(std::memory_order_acquire) == kFrames;
  if (is_full || frame.size() > frame_samples_) return false;
  const std::size_t slot = written % kFrames;
  std::ranges::copy(frame, samples_.begin() + static_cast<std::ptrdiff_t>(slot * frame_samples_));
  sizes_[slot] = frame.size();
  captured_[slot] = captured;
  written_.store(written + 1, std::memory_order_release);
  return true;
}

}  // namespace attendant::speech
