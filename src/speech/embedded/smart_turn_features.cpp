#include "speech/embedded/smart_turn_features.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace attendant::speech::embedded {
namespace {

using Complex = std::complex<float>;

constexpr double kHighest = 8000.0;  // Hz, of the bands
constexpr float kSmallestPower = 1e-10F;
constexpr float kRange = 8.0F;  // decades below the loudest that are heard

// The operator of the library asks after infinities.
Complex times(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// Slaney's mel scale: linear below 1 kHz, logarithmic above.
constexpr double kLinearTop = 1000.0, kLinearMels = 15.0, kMelsPerHertz = 3.0 / 200.0;
const double kMelStep = std::log(6.4) / 27.0;

double to_mel(double hertz) {
  return hertz < kLinearTop ? hertz * kMelsPerHertz : kLinearMels + std::log(hertz / kLinearTop) / kMelStep;
}
double to_hertz(double mel) {
  return mel < kLinearMels ? mel / kMelsPerHertz : kLinearTop * std::exp((mel - kLinearMels) * kMelStep);
}

float logarithm(float power) { return std::log10(std::max(power, kSmallestPower)); }

// Mean 0, variance 1 over all eight seconds, silence included.
void normalise(std::vector<float>& samples) {
  const auto count = static_cast<double>(samples.size());
  const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / count;
  double squares = 0.0;
  for (const float sample : samples) squares += (sample - mean) * (sample - mean);
  const double scale = 1.0 / std::sqrt(squares / count + 1e-7);
  for (float& sample : samples) sample = static_cast<float>((sample - mean) * scale);
}

}  // namespace

SmartTurnFeatures::SmartTurnFeatures() {
  for (std::size_t i = 0; i < kWindow; ++i) {
    const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / kWindow;
    window_[i] = static_cast<float>(0.5 - 0.5 * std::cos(angle));
    turns_[i] = {static_cast<float>(std::cos(angle)), static_cast<float>(-std::sin(angle))};
  }
  const double step = to_mel(kHighest) / (kBands + 1);
  for (std::size_t band = 0; band < kBands; ++band) {
    const double low = to_hertz(step * static_cast<double>(band));
    const double middle = to_hertz(step * static_cast<double>(band + 1));
    const double high = to_hertz(step * static_cast<double>(band + 2));
    Filter& filter = filters_[band];
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      const double hertz = static_cast<double>(bin) * 2.0 * kHighest / kWindow;
      const double weight = std::min((hertz - low) / (middle - low), (high - hertz) / (high - middle));
      if (weight <= 0.0) continue;
      if (filter.weights.empty()) filter.first = bin;
      filter.weights.push_back(static_cast<float>(weight * 2.0 / (high - low)));
    }
  }
}

// Decimation in time over the factors 4 and 5 of kWindow.
void SmartTurnFeatures::transform(const Complex* in, std::size_t stride, Complex* out,
                                  std::size_t size) const {
  if (size == 1) {
    *out = *in;
    return;
  }
  const std::size_t radix = size % 4 == 0 ? 4 : 5;
  const std::size_t part = size / radix;
  for (std::size_t q = 0; q < radix; ++q) transform(in + q * stride, stride * radix, out + q * part, part);
  std::array<Complex, 5> turned;
  for (std::size_t k = 0; k < part; ++k) {
    for (std::size_t q = 0; q < radix; ++q)
      turned[q] = times(out[q * part + k], turns_[q * k * (kWindow / size)]);
    for (std::size_t j = 0; j < radix; ++j) {
      Complex sum = turned[0];
      for (std::size_t q = 1; q < radix; ++q)
        sum += times(turned[q], turns_[q * j % radix * (kWindow / radix)]);
      out[j * part + k] = sum;
    }
  }
}

// Two real windows in one complex transform: they come apart by symmetry.
void SmartTurnFeatures::bands_of_two(const float* first, const float* second, Bands& of_first,
                                     Bands& of_second) const {
  Spectrum in, out;
  for (std::size_t i = 0; i < kWindow; ++i) in[i] = {first[i] * window_[i], second[i] * window_[i]};
  transform(in.data(), 1, out.data(), kWindow);
  std::array<float, kBins> power_of_first, power_of_second;
  for (std::size_t k = 0; k < kBins; ++k) {
    const Complex one = out[k], mirrored = std::conj(out[(kWindow - k) % kWindow]);
    power_of_first[k] = std::norm(one + mirrored) / 4.0F;
    power_of_second[k] = std::norm(one - mirrored) / 4.0F;
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    const auto& [bin, weights] = filters_[band];
    const auto power = [&](const std::array<float, kBins>& powers) {
      return std::inner_product(weights.begin(), weights.end(),
                                powers.begin() + static_cast<std::ptrdiff_t>(bin), 0.0F);
    };
    of_first[band] = logarithm(power(power_of_first));
    of_second[band] = logarithm(power(power_of_second));
  }
}

std::vector<float> SmartTurnFeatures::of(std::span<const float> samples) const {
  constexpr std::size_t kEdge = kWindow / 2;
  samples = samples.last(std::min(samples.size(), kSamples));
  const std::size_t silence = kSamples - samples.size();
  std::vector<float> turn(kSamples, 0.0F);
  std::ranges::copy(samples, turn.begin() + static_cast<std::ptrdiff_t>(silence));
  normalise(turn);
  // Mirrored at both edges, the edge itself not repeated.
  std::vector<float> padded(turn.rend() - static_cast<std::ptrdiff_t>(kEdge) - 1, turn.rend() - 1);
  padded.insert(padded.end(), turn.begin(), turn.end());
  padded.insert(padded.end(), turn.rbegin() + 1, turn.rbegin() + kEdge + 1);

  std::vector<Bands> frames(kFrames);
  const auto at = [&](std::size_t frame) { return padded.data() + frame * kHop; };
  // All frames of the silence in front are the same.
  const std::size_t silent = silence > kEdge ? (silence - kEdge) / kHop / 2 * 2 : 0;
  for (std::size_t frame = silent == 0 ? 0 : silent - 2; frame < kFrames; frame += 2)
    bands_of_two(at(frame), at(frame + 1), frames[frame], frames[frame + 1]);
  if (silent > 2) std::fill_n(frames.begin(), silent - 2, frames[silent - 2]);

  float loudest = logarithm(0.0F);
  for (const Bands& frame : frames) loudest = std::max(loudest, std::ranges::max(frame));
  std::vector<float> features(kBands * kFrames);
  for (std::size_t band = 0; band < kBands; ++band)
    for (std::size_t frame = 0; frame < kFrames; ++frame)
      features[band * kFrames + frame] = (std::max(frames[frame][band], loudest - kRange) + 4.0F) / 4.0F;
  return features;
}

}  // namespace attendant::speech::embedded
