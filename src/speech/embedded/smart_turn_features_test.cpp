#include "speech/embedded/smart_turn_features.hpp"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::speech::embedded {
namespace {

constexpr std::size_t kBands = SmartTurnFeatures::kBands;
constexpr std::size_t kFrames = SmartTurnFeatures::kFrames;

std::vector<float> tone(double hertz, std::size_t samples) {
  std::vector<float> wave(samples);
  for (std::size_t i = 0; i < samples; ++i)
    wave[i] =
        static_cast<float>(0.1 * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / 16000.0));
  return wave;
}

std::size_t loudest_band(const std::vector<float>& features, std::size_t frame) {
  std::size_t best = 0;
  for (std::size_t band = 1; band < kBands; ++band)
    if (features[band * kFrames + frame] > features[best * kFrames + frame]) best = band;
  return best;
}

TEST(SmartTurnFeatures, AToneIsLoudestInItsBand) {
  const SmartTurnFeatures features;
  // Below 1 kHz the middle of band b is at (b + 1) * 37.2 Hz.
  EXPECT_EQ(loudest_band(features.of(tone(480.0, 128'000)), 400), 12U);
  EXPECT_EQ(loudest_band(features.of(tone(2000.0, 128'000)), 400), 44U);
  EXPECT_EQ(loudest_band(features.of(tone(6000.0, 128'000)), 401), 72U);
}

// The transform against the definition: one frame of noise, its power in one band summed by hand.
TEST(SmartTurnFeatures, AreThePowerSpectrumOfTheirFrame) {
  std::vector<float> noise(SmartTurnFeatures::kSamples);
  std::uint32_t seed = 7;
  for (float& sample : noise) {
    seed = seed * 1664525U + 1013904223U;
    sample = static_cast<float>(seed >> 8) / 16777216.0F - 0.5F;
  }
  double mean = 0.0, squares = 0.0;
  for (const float s : noise) mean += s;
  mean /= static_cast<double>(noise.size());
  for (const float s : noise) squares += (s - mean) * (s - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(noise.size()) + 1e-7);
  // Band 12 holds the bins 12 and 13 alone (480 and 520 Hz); mels of Slaney below 1 kHz are 3/200 a hertz.
  const double step = (15.0 + std::log(8.0) / (std::log(6.4) / 27.0)) / 81.0 * 200.0 / 3.0;
  double power = 0.0;
  for (const int bin : {12, 13}) {
    double real = 0.0, imaginary = 0.0;
    for (std::size_t i = 0; i < 400; ++i) {
      const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / 400.0;
      const double x = (noise[300 * 160 - 200 + i] - mean) / deviation * (0.5 - 0.5 * std::cos(angle));
      real += x * std::cos(angle * bin);
      imaginary -= x * std::sin(angle * bin);
    }
    const double hertz = bin * 40.0;
    const double weight =
        std::min((hertz - 12 * step) / step, (14 * step - hertz) / step) * 2.0 / (2.0 * step);
    power += std::max(0.0, weight) * (real * real + imaginary * imaginary);
  }
  const auto features = SmartTurnFeatures().of(noise);
  EXPECT_NEAR(features[12 * kFrames + 300], (std::log10(power) + 4.0) / 4.0, 0.001);
}

TEST(SmartTurnFeatures, AShortTurnStandsAtTheEndBehindSilence) {
  const auto features = SmartTurnFeatures().of(tone(500.0, 16'000));
  EXPECT_LT(features[12 * kFrames + 100], features[12 * kFrames + 750] - 0.5F);
  EXPECT_FLOAT_EQ(features[12 * kFrames + 0], features[12 * kFrames + 500]);
}

TEST(SmartTurnFeatures, OfALongTurnTheEndCounts) {
  auto longer = tone(3000.0, 32'000);
  const auto end = tone(500.0, 128'000);
  longer.insert(longer.end(), end.begin(), end.end());
  const SmartTurnFeatures features;
  EXPECT_EQ(features.of(longer), features.of(end));
}

TEST(SmartTurnFeatures, OfSilenceAreNumbersToo) {
  for (const float feature : SmartTurnFeatures().of({})) ASSERT_TRUE(std::isfinite(feature));
}

}  // namespace
}  // namespace attendant::speech::embedded
