#include "audio/concealment.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "audio/level.hpp"

namespace attendant::audio {
namespace {

Samples tone(std::size_t from, std::size_t count) {
  Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(from + i) / 8000.0;
    out[i] = static_cast<std::int16_t>(8000.0 * std::sin(2.0 * std::numbers::pi * 150.0 * t));
  }
  return out;
}

TEST(Concealment, GoesOnWithTheWaveThatWasHeard) {
  Concealment concealment;
  Samples heard = tone(0, 800);
  concealment.received(heard);
  Samples gap(80);
  concealment.conceal(gap);
  const Samples truth = tone(800, 80);
  for (std::size_t i = 0; i < gap.size(); ++i) EXPECT_NEAR(gap[i], truth[i], 900) << i;
}

TEST(Concealment, FadesToSilenceWithin60Milliseconds) {
  Concealment concealment;
  Samples heard = tone(0, 800);
  concealment.received(heard);
  Samples gap(640);
  concealment.conceal(gap);
  EXPECT_GT(rms(SamplesView(gap).first(160)), 3000.0F);
  EXPECT_LT(rms(SamplesView(gap).subspan(320, 160)), 2500.0F);
  EXPECT_EQ(rms(SamplesView(gap).subspan(480)), 0.0F);
}

TEST(Concealment, BlendsIntoTheSoundThatReturns) {
  Concealment concealment;
  Samples heard = tone(0, 800);
  concealment.received(heard);
  Samples gap(40);
  concealment.conceal(gap);
  Samples back(160, std::int16_t{-8000});
  concealment.received(back);
  int steepest = std::abs(back[0] - gap.back());
  for (std::size_t i = 1; i < back.size(); ++i)
    steepest = std::max(steepest, std::abs(back[i] - back[i - 1]));
  EXPECT_LT(steepest, 2500);
  EXPECT_EQ(back[40], -8000);
}

TEST(Concealment, MakesSilenceOutOfSilence) {
  Concealment concealment;
  Samples gap(160, std::int16_t{5});
  concealment.conceal(gap);
  EXPECT_EQ(rms(gap), 0.0F);
}

}  // namespace
}  // namespace attendant::audio
