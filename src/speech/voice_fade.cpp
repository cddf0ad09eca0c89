#include "speech/voice_fade.hpp"

#include <algorithm>

#include "audio/level.hpp"

namespace attendant::speech {
namespace {

constexpr float kFarBelow = 1.0F / 8.0F;  // 18 dB: fricatives at a word's end are not
constexpr float kNoiseRises = 1.006F;     // a window of 32 ms: 1.6 dB a second
constexpr float kVoiceFades = 0.97F;      // 8 dB a second

}  // namespace

bool VoiceFade::hear(float level) {
  noise_ = std::min(level, noise_ * kNoiseRises);
  voice_ = std::max(level, voice_ * kVoiceFades);
  return level < kFarBelow * voice_ && !audio::above_noise(level, noise_);
}

}  // namespace attendant::speech
