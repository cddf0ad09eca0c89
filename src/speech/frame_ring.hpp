// Frames on their way from the one thread that captures them to the one that listens, without a lock.
// Bounded; allocates only when it is made.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>

#include "audio/frame.hpp"
#include "base/clock.hpp"

namespace attendant::speech {

class FrameRing {
 public:
  static constexpr std::size_t kFrames = 32;  // 640 ms: the listener looks every 20 ms

  // `frame_samples`: of the largest frame.
  explicit FrameRing(std::size_t frame_samples)
      : frame_samples_(frame_samples), samples_(frame_samples * kFrames) {}

  // Producer. false: full or too large a frame, it was not taken.
  bool push(audio::SamplesView frame, Instant captured);
  // Consumer: shows each waiting frame, oldest first.
  template <class Use>
  void drain(Use&& use) {
    std::size_t read = read_.load(std::memory_order_relaxed);
    const std::size_t end = written_.load(std::memory_order_acquire);
    for (; read != end; ++read) {
      const std::size_t slot = read % kFrames;
      use(audio::SamplesView(samples_).subspan(slot * frame_samples_, sizes_[slot]), captured_[slot]);
    }
    read_.store(read, std::memory_order_release);
  }

 private:
  std::size_t frame_samples_;
  audio::Samples samples_;
  std::array<std::size_t, kFrames> sizes_{};
  std::array<Instant, kFrames> captured_{};
  std::atomic<std::size_t> written_{0}, read_{0};  // frames ever; the difference is what waits
};

}  // namespace attendant::speech
