#include "media/onset_watch.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "audio/level.hpp"

namespace attendant::media {
namespace {

constexpr double kDoublesIn = 8000;  // samples in which a louder noise is believed by a factor of two
constexpr std::size_t kQuiet = 400;  // 50 ms

}  // namespace

bool OnsetWatch::hear(audio::SamplesView samples) {
  if (samples.empty()) return false;
  const float level = audio::rms(samples);
  const auto rise = std::exp2(static_cast<double>(samples.size()) / kDoublesIn);
  quietest_ = std::min(level, quietest_ * static_cast<float>(rise));
  const bool loud = audio::above_noise(level, quietest_);
  const bool onset = loud && quiet_ >= kQuiet;
  quiet_ = loud ? 0 : quiet_ + samples.size();
  return onset;
}

}  // namespace attendant::media
