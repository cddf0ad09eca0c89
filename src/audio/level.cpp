#include "audio/level.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace attendant::audio {

float rms(SamplesView samples) {
  if (samples.empty()) return 0.0F;
  std::int64_t sum = 0;
  for (const std::int16_t sample : samples) sum += static_cast<std::int64_t>(sample) * sample;
  return static_cast<float>(std::sqrt(static_cast<double>(sum) / static_cast<double>(samples.size())));
}

float dbfs(SamplesView samples) {
  const float level = rms(samples);
  return level < 0.5F ? -100.0F : 20.0F * std::log10(level / 32768.0F);
}

bool above_noise(float level, float noise) {
  constexpr float kTimesLouder = 3.0F;  // noise of a line changes by less from one moment to the next
  constexpr float kLineNoise = 60.0F;   // below, all lines are alike
  return level > kTimesLouder * std::max(noise, kLineNoise);
}

std::optional<std::size_t> first_voiced(SamplesView samples, std::int16_t magnitude) {
  const auto voiced = [magnitude](std::int16_t sample) { return std::abs(sample) >= magnitude; };
  const auto found = std::ranges::find_if(samples, voiced);
  if (found == samples.end()) return std::nullopt;
  return static_cast<std::size_t>(found - samples.begin());
}

std::optional<std::size_t> last_voiced(SamplesView samples, std::int16_t magnitude) {
  for (std::size_t i = samples.size(); i > 0; --i) {
    if (std::abs(samples[i - 1]) >= magnitude) return i - 1;
  }
  return std::nullopt;
}

}  // namespace attendant::audio
