#include "speech/energy_gate.hpp"

#include <algorithm>

#include "audio/level.hpp"

namespace attendant::speech {
namespace {

// The floor follows a quieter window at once and a louder one by 1.5 dB a second (31 windows), so that noise
// which stays is learned and a sentence is not. A gap in a sentence brings it down again.
constexpr float kRise = 0.05F;

}  // namespace

bool EnergyGate::is_open(audio::SamplesView window) {
  const float level = audio::dbfs(window);
  floor_ = level < floor_ ? std::max(level, kSilence) : std::min(level, floor_ + kRise);
  if (level > kSilence && level > floor_ + kMargin) {
    hangover_ = kHangover;
    return true;
  }
  if (hangover_ == 0) return false;
  --hangover_;
  return true;
}

}  // namespace attendant::speech
