#include "audio/level.hpp"

#include <gtest/gtest.h>

namespace attendant::audio {
namespace {

TEST(Level, OfFullScaleAndOfSilence) {
  EXPECT_NEAR(dbfs(Samples(160, std::int16_t{-32768})), 0.0F, 0.01F);
  EXPECT_NEAR(dbfs(Samples(160, std::int16_t{328})), -40.0F, 0.1F);
  EXPECT_EQ(dbfs(Samples(160, std::int16_t{0})), -100.0F);
  EXPECT_EQ(dbfs({}), -100.0F);
}

TEST(Level, FindsWhereVoiceBeginsAndEnds) {
  const Samples samples{0, 100, -400, 0, 500, 20};
  EXPECT_EQ(first_voiced(samples), 2U);
  EXPECT_EQ(last_voiced(samples), 4U);
  EXPECT_FALSE(first_voiced(Samples{1, 2, 3}));
  EXPECT_FALSE(last_voiced({}));
}

TEST(Level, StandsOutOfTheNoiseOfALineByTenDecibels) {
  EXPECT_TRUE(above_noise(1300.0F, 400.0F));
  EXPECT_FALSE(above_noise(1100.0F, 400.0F));
  EXPECT_FALSE(above_noise(150.0F, 0.0F)) << "below 60 all lines are alike";
}

}  // namespace
}  // namespace attendant::audio
