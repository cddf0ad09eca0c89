#include "lab/telephone_channel.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "audio/concealment.hpp"

namespace attendant::lab {
namespace {

constexpr double kRate = 8000;
constexpr double kLowest = 300, kHighest = 3400;  // Hz, ITU-T G.712
constexpr double kQuiet = 200;                    // below this sample value nobody speaks

// Second-order sections (Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients).
class Section {
 public:
  static Section high_pass(double hertz, double q) {
    const double w = 2 * std::numbers::pi * hertz / kRate, c = std::cos(w), a = std::sin(w) / (2 * q);
    return {(1 + c) / 2, -(1 + c), (1 + c) / 2, 1 + a, -2 * c, 1 - a};
  }
  static Section low_pass(double hertz, double q) {
    const double w = 2 * std::numbers::pi * hertz / kRate, c = std::cos(w), a = std::sin(w) / (2 * q);
    return {(1 - c) / 2, 1 - c, (1 - c) / 2, 1 + a, -2 * c, 1 - a};
  }
  double operator()(double in) {
    const double out = b0_ * in + z1_;
    z1_ = b1_ * in - a1_ * out + z2_;
    z2_ = b2_ * in - a2_ * out;
    return out;
  }

 private:
  Section(double b0, double b1, double b2, double a0, double a1, double a2)
      : b0_(b0 / a0), b1_(b1 / a0), b2_(b2 / a0), a1_(a1 / a0), a2_(a2 / a0) {}
  double b0_, b1_, b2_, a1_, a2_;
  double z1_ = 0, z2_ = 0;
};

double power_while_speaking(const std::vector<double>& voice) {
  double sum = 0;
  std::size_t count = 0;
  for (const double sample : voice) {
    if (std::abs(sample) < kQuiet) continue;
    sum += sample * sample;
    ++count;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

// More of the low tones than of the high ones, as in rooms and cars.
std::vector<double> noise(std::size_t length, double power, Chance& chance) {
  std::vector<double> out(length);
  auto shape = Section::low_pass(900, 0.6);
  double sum = 0;
  for (auto& sample : out) {
    // Three uniform numbers are near enough to a normal one.
    const double white = chance.fraction() + chance.fraction() + chance.fraction() - 1.5;
    sample = shape(white) + 0.15 * white;
    sum += sample * sample;
  }
  const double scale = sum > 0 ? std::sqrt(power * static_cast<double>(length) / sum) : 0;
  for (auto& sample : out) sample *= scale;
  return out;
}

void lose_packets(audio::Samples& samples, double loss, Chance& chance) {
  audio::Concealment concealment;
  bool lost = false;
  for (std::size_t at = 0; at + audio::kFrameSamples <= samples.size(); at += audio::kFrameSamples) {
    const auto frame = std::span(samples).subspan(at, audio::kFrameSamples);
    lost = chance.happens(lost ? 0.5 : loss / 2 / std::max(1 - loss, 0.5));
    if (lost)
      concealment.conceal(frame);
    else
      concealment.received(frame);
  }
}

}  // namespace

audio::Samples through_telephone(audio::SamplesView voice, const LineConditions& conditions, Chance& chance) {
  std::vector<double> line(voice.begin(), voice.end());
  // Butterworth: one section below, two above.
  std::vector<Section> band{Section::high_pass(kLowest, 0.7071), Section::low_pass(kHighest, 0.5412),
                            Section::low_pass(kHighest, 1.3066)};
  for (auto& sample : line)
    for (auto& section : band) sample = section(sample);
  const double power = power_while_speaking(line) / std::pow(10, conditions.snr_db / 10);
  const auto added = noise(line.size(), power, chance);
  audio::Samples out(line.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto sample = static_cast<std::int16_t>(std::clamp(line[i] + added[i], -32768.0, 32767.0));
    out[i] = audio::decode_sample(conditions.law, audio::encode_sample(conditions.law, sample));
  }
  lose_packets(out, conditions.loss, chance);
  return out;
}

}  // namespace attendant::lab
