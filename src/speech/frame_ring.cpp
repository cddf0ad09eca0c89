#include "speech/frame_ring.hpp"

#include <algorithm>

namespace attendant::speech {

bool FrameRing::push(audio::SamplesView frame, Instant captured, const audio::Sketch& sent) {
  while (!frame.empty()) {
    WaitingFrame waiting;
    waiting.size = std::min(frame.size(), waiting.samples.size());
    waiting.captured = captured;
    waiting.sent = sent;
    std::ranges::copy(frame.first(waiting.size), waiting.samples.begin());
    if (!frames_.push(waiting)) return false;
    frame = frame.subspan(waiting.size);
    captured += rate_.duration_of(static_cast<std::int64_t>(waiting.size));
  }
  return true;
}

}  // namespace attendant::speech
