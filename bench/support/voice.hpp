// Something like a voice: a hoarse hum that rises and falls four times a second. The same for both halves of
// the bench.
#pragma once

#include <chrono>
#include <cmath>
#include <numbers>

#include "audio/frame.hpp"

namespace attendant::bench {

inline audio::Samples voice(std::chrono::milliseconds length) {
  audio::Samples out(static_cast<std::size_t>(audio::kTelephoneRate.samples_in(length)));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double t = static_cast<double>(i) / 8000.0 * 2.0 * std::numbers::pi;
    double sum = 0.0;
    for (int harmonic = 1; harmonic <= 8; ++harmonic) sum += std::sin(t * 130.0 * harmonic) / harmonic;
    out[i] = static_cast<std::int16_t>(5000.0 * sum * (0.6 + 0.4 * std::sin(t * 4.0)));
  }
  return out;
}

}  // namespace attendant::bench
