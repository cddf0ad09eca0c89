#include "speech/voice_fade.hpp"

#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

TEST(VoiceFade, IsWhereTheLevelFallsToThatOfTheLine) {
  VoiceFade fade;
  fade.hear(30.0F);
  EXPECT_FALSE(fade.hear(3000.0F));
  EXPECT_FALSE(fade.hear(600.0F)) << "a quieter syllable";
  EXPECT_TRUE(fade.hear(30.0F));
}

TEST(VoiceFade, IsNoFricativeAtTheEndOfAWord) {
  VoiceFade fade;
  fade.hear(30.0F);
  fade.hear(3000.0F);
  EXPECT_FALSE(fade.hear(250.0F)) << "22 dB below, and well above the line";
}

TEST(VoiceFade, IsNotToldInNoiseThatIsNearlyAsLoudAsTheVoice) {
  VoiceFade fade;
  fade.hear(500.0F);
  fade.hear(2500.0F);
  EXPECT_FALSE(fade.hear(500.0F)) << "14 dB: the detector knows better";
}

TEST(VoiceFade, ForgetsALoudSoundInTime) {
  VoiceFade fade;
  fade.hear(30.0F);
  fade.hear(20000.0F);
  for (int i = 0; i < 100; ++i) fade.hear(900.0F);  // three seconds of a quiet voice
  EXPECT_FALSE(fade.hear(170.0F));
}

}  // namespace
}  // namespace attendant::speech
