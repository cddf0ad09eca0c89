#include "speech/embedded/loudness.hpp"

#include <algorithm>
#include <cmath>

namespace attendant::speech::embedded {
namespace {

constexpr float kVoiced = 0.02F;      // magnitude of a block that counts as voice
constexpr std::size_t kBlock = 256;   // about 12 ms
constexpr float kLargestGain = 8.0F;  // a nearly silent clause is not blown up
constexpr float kKnee = 0.7F;         // above this a sample is pressed softly towards 1

float soft_limit(float x) {
  const float magnitude = std::abs(x);
  if (magnitude <= kKnee) return x;
  return std::copysign(kKnee + (1.0F - kKnee) * std::tanh((magnitude - kKnee) / (1.0F - kKnee)), x);
}

float active_rms(std::span<const float> samples) {
  double energy = 0.0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < samples.size(); at += kBlock) {
    const auto block = samples.subspan(at, std::min(kBlock, samples.size() - at));
    double sum = 0.0;
    for (const float x : block) sum += static_cast<double>(x) * static_cast<double>(x);
    if (sum < static_cast<double>(kVoiced) * static_cast<double>(kVoiced) * static_cast<double>(block.size()))
      continue;
    energy += sum;
    count += block.size();
  }
  return count == 0 ? 0.0F : static_cast<float>(std::sqrt(energy / static_cast<double>(count)));
}

}  // namespace

audio::Samples to_telephone_level(std::span<const float> samples) {
  const float rms = active_rms(samples);
  const float gain = rms == 0.0F ? 1.0F : std::min(std::pow(10.0F, kActiveLevel / 20.0F) / rms, kLargestGain);
  audio::Samples out(samples.size());
  std::ranges::transform(samples, out.begin(), [gain](float x) {
    return static_cast<std::int16_t>(std::lround(soft_limit(x * gain) * 32767.0F));
  });
  return out;
}

}  // namespace attendant::speech::embedded
