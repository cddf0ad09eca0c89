// Whether a window holds no voice any more although the detector says so: Silero's voice outlasts the
// caller's by 60 to 160 ms. A window has faded when it is far below the voice and near the noise of the line;
// in loud noise that is never so, and the detector alone decides. Pure; one thread.
#pragma once

#include <limits>

namespace attendant::speech {

class VoiceFade {
 public:
  // The level (audio::rms) of the next window, of all of them in turn.
  bool hear(float level);

 private:
  float noise_ = std::numeric_limits<float>::infinity();
  float voice_ = 0.0F;
};

}  // namespace attendant::speech
