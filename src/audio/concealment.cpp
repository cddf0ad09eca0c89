#include "audio/concealment.hpp"

#include <algorithm>
#include <cmath>

namespace attendant::audio {
namespace {

constexpr std::size_t kHold = 80;  // 10 ms at full level, then the fade
constexpr std::size_t kFade = 400;

std::int16_t mix(std::int16_t from, std::int16_t to, std::size_t step, std::size_t steps) {
  const auto weight = static_cast<float>(step) / static_cast<float>(steps);
  return static_cast<std::int16_t>(
      std::lround(static_cast<float>(from) * (1.0F - weight) + static_cast<float>(to) * weight));
}

}  // namespace

void Concealment::received(std::span<std::int16_t> samples) {
  if (made_up_ > 0) {
    const std::size_t blend = std::min(kBlend, samples.size());
    for (std::size_t i = 0; i < blend; ++i) samples[i] = mix(next_made_up(), samples[i], i + 1, blend + 1);
    made_up_ = 0;
  }
  remember(samples);
}

void Concealment::conceal(std::span<std::int16_t> out) {
  if (made_up_ == 0) begin_gap();
  for (std::int16_t& sample : out) sample = next_made_up();
}

void Concealment::silence(std::span<std::int16_t> out) {
  std::ranges::fill(out, std::int16_t{0});
  remember(out);
  made_up_ = 0;
}

void Concealment::reset() { *this = Concealment(); }

void Concealment::remember(SamplesView samples) {
  if (samples.size() >= kHistory) {
    std::ranges::copy(samples.last(kHistory), history_.begin());
    return;
  }
  const auto keep_from = history_.begin() + static_cast<std::ptrdiff_t>(samples.size());
  const auto end = std::copy(keep_from, history_.end(), history_.begin());
  std::ranges::copy(samples, end);
}

// Finds the pitch as the lag at which the last 20 ms resemble what came before them most.
void Concealment::begin_gap() {
  constexpr std::size_t kTemplate = 160;
  const auto* const now = &history_[kHistory - kTemplate];
  double best = 0.0;
  pitch_ = kMaxPitch;
  for (std::size_t lag = kMinPitch; lag <= kMaxPitch; ++lag) {
    const auto* const then = now - lag;
    double product = 0.0;
    double energy = 1.0;
    for (std::size_t i = 0; i < kTemplate; ++i) {
      product += static_cast<double>(now[i]) * then[i];
      energy += static_cast<double>(then[i]) * then[i];
    }
    const double likeness = product / std::sqrt(energy);
    if (likeness > best) {
      best = likeness;
      pitch_ = lag;
    }
  }
  const auto* const last_period = &history_[kHistory - pitch_];
  std::copy_n(last_period, pitch_, period_.begin());
  // The period's end leads into its own beginning: blend it with what stood before that beginning.
  const std::size_t blend = kMinPitch / 4;
  for (std::size_t i = 0; i < blend; ++i) {
    const std::size_t at = pitch_ - blend + i;
    period_[at] = mix(period_[at], *(last_period - blend + i), i + 1, blend + 1);
  }
  position_ = 0;
}

std::int16_t Concealment::next_made_up() {
  const std::size_t age = made_up_++;
  const std::int16_t sample = period_[position_];
  position_ = (position_ + 1) % pitch_;
  if (age < kHold) return sample;
  if (age >= kHold + kFade) return 0;
  return mix(sample, 0, age - kHold, kFade);
}

}  // namespace attendant::audio
