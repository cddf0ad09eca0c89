#include <algorithm>

#include "speech/voice_detector.hpp"

namespace attendant::speech {

void VoiceTrack::pass(std::span<const std::int16_t, kVoiceWindowSamples> window) {
  const auto tail = window.last(context.size());
  std::ranges::transform(tail, context.begin(),
                         [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
}

}  // namespace attendant::speech
