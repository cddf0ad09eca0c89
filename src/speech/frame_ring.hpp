// Frames on their way from the one thread that captures them to the one that listens, without a lock.
// Bounded; allocates only when it is made. The frames of all calls wait in blocks of one pool.
#pragma once

#include <array>
#include <cstddef>

#include "audio/frame.hpp"
#include "audio/sketch.hpp"
#include "base/clock.hpp"
#include "base/pooled_queue.hpp"

namespace attendant::speech {

struct WaitingFrame {
  audio::SamplesView view() const { return audio::SamplesView(samples).first(size); }

  Instant captured;
  std::size_t size = 0;
  std::array<std::int16_t, audio::kFrameSamples> samples;
  audio::Sketch sent;  // what we sent meanwhile
};
using FramePool = BlockPool<WaitingFrame>;

class FrameRing {
 public:
  static constexpr std::size_t kFrames = 32;  // 640 ms: the listener looks every 20 ms

  // `pool` outlives the ring. `rate`: 8 or 16 kHz.
  FrameRing(FramePool& pool, audio::SampleRate rate) : rate_(rate), frames_(pool, blocks(rate)) {}
  // Of the pool that a full ring takes: a frame at 16 kHz lies in two.
  static std::size_t blocks(audio::SampleRate rate) {
    return kFrames * static_cast<std::size_t>(rate.hertz() / audio::kTelephoneRate.hertz());
  }

  // Producer. false: full, not all of the frame was taken.
  bool push(audio::SamplesView frame, Instant captured, const audio::Sketch& sent = {});
  // Consumer: the oldest that waits, a frame or a piece of one; false when there is none.
  bool pop(WaitingFrame& out) { return frames_.pop(out); }

 private:
  const audio::SampleRate rate_;
  PooledQueue<WaitingFrame> frames_;
};

}  // namespace attendant::speech
