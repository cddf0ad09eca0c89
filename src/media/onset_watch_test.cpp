#include "media/onset_watch.hpp"

#include <gtest/gtest.h>

namespace attendant::media {
namespace {

audio::Samples packet(std::int16_t level) {
  audio::Samples samples(160, level);
  for (std::size_t i = 1; i < samples.size(); i += 2) samples[i] = static_cast<std::int16_t>(-level);
  return samples;
}

int onsets(OnsetWatch& watch, int packets, std::int16_t level) {
  int count = 0;
  for (int i = 0; i < packets; ++i) count += watch.hear(packet(level)) ? 1 : 0;
  return count;
}

TEST(OnsetWatch, TellsOnceOfAVoiceThatRisesOutOfQuiet) {
  OnsetWatch watch;
  EXPECT_EQ(onsets(watch, 10, 20), 0);
  EXPECT_TRUE(watch.hear(packet(2000))) << "with its first packet";
  EXPECT_EQ(onsets(watch, 50, 2000), 0);
}

TEST(OnsetWatch, DoesNotTellOfTheGapsBetweenSounds) {
  OnsetWatch watch;
  onsets(watch, 10, 20);
  onsets(watch, 10, 2000);
  EXPECT_EQ(onsets(watch, 2, 20), 0);
  EXPECT_EQ(onsets(watch, 10, 2000), 0) << "40 ms of quiet are none";
  EXPECT_EQ(onsets(watch, 10, 20), 0);
  EXPECT_EQ(onsets(watch, 10, 2000), 1);
}

TEST(OnsetWatch, LearnsTheNoiseOfTheLine) {
  OnsetWatch watch;
  onsets(watch, 10, 20);
  onsets(watch, 300, 400);  // six seconds of it
  EXPECT_EQ(onsets(watch, 100, 400), 0);
  EXPECT_EQ(onsets(watch, 10, 3000), 1);
}

TEST(OnsetWatch, HearsNothingInAnEmptyPacket) {
  OnsetWatch watch;
  EXPECT_FALSE(watch.hear({}));
}

}  // namespace
}  // namespace attendant::media
