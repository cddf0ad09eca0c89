// Both directions of a line, tick by tick, on their way from the media thread to the storage thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "audio/frame.hpp"
#include "media/spsc_queue.hpp"

namespace attendant::media {

struct RecordedTick {
  std::uint32_t number = 0;  // counts ticks since the recording began; a gap means that ticks were dropped
  bool paused = false;
  audio::Frame caller;
  audio::Frame agent;
};

struct RecordingTap {
  static constexpr std::size_t kTicks = 64;  // 1.28 s until the storage thread must have looked

  SpscQueue<RecordedTick> ticks{kTicks};
  std::atomic<bool> ended{
      false};  // set by the media thread after its last push; it does not touch the tap again
};

}  // namespace attendant::media
