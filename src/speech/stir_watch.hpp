// Whether the silence of a caller may be ending: energy comes back before the voice detector, which has gone
// cold in a pause, says that it is a voice (up to a quarter of a second later). Pure; one thread.
#pragma once

#include <limits>

namespace attendant::speech {

class StirWatch {
 public:
  // The level (audio::rms) of the next window of the silence. true: it is louder than all before, by far. The
  // same noise stirs only once.
  bool hear(float level);

 private:
  float quietest_ = std::numeric_limits<float>::infinity();
  float stirred_ = 0.0F;  // the loudest that did
};

}  // namespace attendant::speech
