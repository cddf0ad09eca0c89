// Tells which windows are too quiet to hold a voice, so that the detector need not look at them. Follows the
// noise of the line. One per call, one thread.
#pragma once

#include "audio/frame.hpp"

namespace attendant::speech {

class EnergyGate {
 public:
  // Anything under this level (dB below full scale) is silence on any line.
  static constexpr float kSilence = -58.0F;
  // A voice stands out of the noise by at least this much.
  static constexpr float kMargin = 4.0F;
  // Windows that stay open after a loud one: speech has gaps.
  static constexpr int kHangover = 8;

  // Whether the detector should look at this window.
  bool is_open(audio::SamplesView window);

 private:
  float floor_ = kSilence;  // of the line's noise
  int hangover_ = 0;
};

}  // namespace attendant::speech
