#include "lab/telephone_channel.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace attendant::lab {
namespace {

audio::Samples tone(double hertz) {
  audio::Samples samples(8000);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(
        8000 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 8000));
  return samples;
}

double level(audio::SamplesView samples) {
  double sum = 0;
  for (const auto sample : samples) sum += static_cast<double>(sample) * sample;
  return 10 * std::log10(sum / static_cast<double>(samples.size()) + 1);
}

constexpr LineConditions kClean{.snr_db = 90, .loss = 0};

TEST(TelephoneChannel, LetsTheVoiceBandPassAndNotWhatIsBelowIt) {
  Chance chance(1);
  EXPECT_NEAR(level(through_telephone(tone(1000), kClean, chance)), level(tone(1000)), 1.0);
  EXPECT_LT(level(through_telephone(tone(60), kClean, chance)), level(tone(60)) - 20);
}

TEST(TelephoneChannel, AddsNoiseAtTheAskedDistance) {
  Chance chance(1);
  const auto clean = through_telephone(tone(1000), kClean, chance);
  const auto noisy = through_telephone(tone(1000), {.snr_db = 10, .loss = 0}, chance);
  audio::Samples noise(clean.size());
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<std::int16_t>(noisy[i] - clean[i]);
  EXPECT_NEAR(level(clean) - level(noise), 10, 1.5);
}

TEST(TelephoneChannel, GivesTheSameSoundForTheSameSeed) {
  Chance a(5), b(5);
  const LineConditions conditions{.snr_db = 15, .loss = 0.2};
  EXPECT_EQ(through_telephone(tone(500), conditions, a), through_telephone(tone(500), conditions, b));
}

TEST(TelephoneChannel, LosesPackets) {
  Chance a(5), b(5);
  EXPECT_NE(through_telephone(tone(500), {.snr_db = 90, .loss = 0.3}, a),
            through_telephone(tone(500), kClean, b));
}

}  // namespace
}  // namespace attendant::lab
