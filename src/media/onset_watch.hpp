// Whether the caller's sound rises out of quiet, packet by packet as they arrive: tells that a voice may be
// coming back some 60 ms before the ear can hear it, which gets its sound through the jitter buffer. Owned by
// its line; one thread; never allocates.
#pragma once

#include <limits>

#include "audio/frame.hpp"

namespace attendant::media {

class OnsetWatch {
 public:
  // The next packet's sound. true: it is loud after at least 50 ms of quiet.
  bool hear(audio::SamplesView samples);

 private:
  float quietest_ = std::numeric_limits<float>::infinity();  // of late
  std::size_t quiet_ = 0;                                    // samples in a row
};

}  // namespace attendant::media
