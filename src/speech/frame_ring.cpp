#include "speech/frame_ring.hpp"

#include <algorithm>

namespace attendant::speech {

bool FrameRing::push(audio::SamplesView frame, Instant captured) {
  WaitingFrame waiting;
  if (frame.size() > waiting.samples.size()) return false;
  std::ranges::copy(frame, waiting.samples.begin());
  waiting.size = frame.size();
  waiting.captured = captured;
  return frames_.push(waiting);
}

}  // namespace attendant::speech
