// Both directions of a line, tick by tick, on their way from the media thread to the storage thread.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "audio/frame.hpp"
#include "audio/g711.hpp"
#include "base/pooled_queue.hpp"

namespace attendant::media {

// Kept in the line's own law: what was on the wire, in half the memory.
struct RecordedTick {
  std::uint32_t number = 0;  // counts ticks since the recording began; a gap means that ticks were dropped
  bool paused = false;
  audio::Law law = audio::Law::mu;
  std::array<std::uint8_t, audio::kFrameSamples> caller;
  std::array<std::uint8_t, audio::kFrameSamples> agent;
};

struct RecordingTap {
  static constexpr std::size_t kTicks = 64;  // 1.28 s until the storage thread must have looked

  explicit RecordingTap(BlockPool<RecordedTick>& pool) : ticks(pool, kTicks) {}

  PooledQueue<RecordedTick> ticks;
  std::atomic<bool> ended{
      false};  // set by the media thread after its last push; it does not touch the tap again
};

}  // namespace attendant::media
