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
  // Windows (640 ms) that stay open after a loud one, and at the start of a call: speech has gaps, and the
  // detector finds the next word sooner when it has heard the line's own noise before.
  static constexpr int kHangover = 20;

  // Whether the detector should look at this window.
  bool is_open(audio::SamplesView window);

 private:
  float floor_ = kSilence;  // of the line's noise
  int hangover_ = kHangover;
};

}  // namespace attendant::speech
