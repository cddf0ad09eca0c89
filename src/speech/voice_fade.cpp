#include "speech/voice_fade.hpp"

#include <algorithm>

namespace attendant::speech {
namespace {

constexpr float kFarBelow = 1.0F / 8.0F;  // 18 dB: fricatives at a word's end are not
constexpr float kNear = 3.0F;
constexpr float kLineNoise = 60.0F;    // of 32768: below, all lines are alike
constexpr float kNoiseRises = 1.006F;  // a window of 32 ms: 1.6 dB a second
constexpr float kVoiceFades = 0.97F;   // 8 dB a second

}  // namespace

bool VoiceFade::hear(float level) {
  noise_ = std::min(level, noise_ * kNoiseRises);
  voice_ = std::max(level, voice_ * kVoiceFades);
  return level < kFarBelow * voice_ && level < kNear * std::max(noise_, kLineNoise);
}

}  // namespace attendant::speech
