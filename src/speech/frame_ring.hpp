// Frames on their way from the one thread that captures them to the one that listens, without a lock.
// Bounded; allocates only when it is made. The frames of all calls wait in blocks of one pool.
#pragma once

#include <array>
#include <cstddef>

#include "audio/frame.hpp"
#include "base/clock.hpp"
#include "base/pooled_queue.hpp"

namespace attendant::speech {

struct WaitingFrame {
  audio::SamplesView view() const { return audio::SamplesView(samples).first(size); }

  Instant captured;
  std::size_t size = 0;
  std::array<std::int16_t, 320> samples;  // 20 ms at 16 kHz
};
using FramePool = BlockPool<WaitingFrame>;

class FrameRing {
 public:
  static constexpr std::size_t kFrames = 32;  // 640 ms: the listener looks every 20 ms

  // `pool` outlives the ring.
  explicit FrameRing(FramePool& pool) : frames_(pool, kFrames) {}

  // Producer. false: full or too large a frame, it was not taken.
  bool push(audio::SamplesView frame, Instant captured);
  // Consumer: the oldest waiting frame; false when there is none.
  bool pop(WaitingFrame& out) { return frames_.pop(out); }

 private:
  PooledQueue<WaitingFrame> frames_;
};

}  // namespace attendant::speech
