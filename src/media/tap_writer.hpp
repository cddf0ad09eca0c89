// The line's end of a recording: writes both directions, frame by frame, into the tap that the storage thread
// empties. Used by the thread that serves the line, which ends the recording before it goes away; never
// allocates or waits.
#pragma once

#include <cstdint>

#include "audio/frame.hpp"
#include "audio/g711.hpp"
#include "media/recording_tap.hpp"

namespace attendant::media {

class TapWriter {
 public:
  // Ends the recording before, if there is one. The recorder keeps the tap until this recording ended.
  void begin(RecordingTap& tap);
  void pause(bool paused) { tick_.paused = paused; }
  // The next 20 ms; nothing while nothing is recorded.
  void write(audio::Law law, const audio::Frame& caller, const audio::Frame& agent);
  void end();

  // Frames that the storage thread left no room for, over all recordings.
  std::uint64_t dropped() const { return dropped_; }

 private:
  RecordingTap* tap_ = nullptr;
  RecordedTick tick_;
  std::uint64_t dropped_ = 0;
};

}  // namespace attendant::media
