#include "speech/stir_watch.hpp"

#include <algorithm>

#include "audio/level.hpp"

namespace attendant::speech {
namespace {

constexpr float kAgain = 1.5F;  // than what has stirred before

}  // namespace

bool StirWatch::hear(float level) {
  const bool stirs = audio::above_noise(level, quietest_) && level > kAgain * stirred_;
  if (stirs) stirred_ = level;
  quietest_ = std::min(quietest_, level);
  return stirs;
}

}  // namespace attendant::speech
