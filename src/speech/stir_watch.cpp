#include "speech/stir_watch.hpp"

#include <algorithm>

namespace attendant::speech {
namespace {

constexpr float kTimesLouder = 3.0F;  // noise of a line changes by less from window to window
constexpr float kAgain = 1.5F;        // than what has stirred before
constexpr float kLineNoise = 60.0F;   // of 32768: below, all lines are alike

}  // namespace

bool StirWatch::hear(float level) {
  const bool stirs = level > std::max(kTimesLouder * std::max(quietest_, kLineNoise), kAgain * stirred_);
  if (stirs) stirred_ = level;
  quietest_ = std::min(quietest_, level);
  return stirs;
}

}  // namespace attendant::speech
