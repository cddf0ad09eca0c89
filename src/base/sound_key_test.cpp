#include "base/sound_key.hpp"

#include <gtest/gtest.h>

namespace attendant {
namespace {

TEST(SoundKey, IsTheSameForWhatSoundsAlike) {
  EXPECT_EQ(sound_key("Naperville"), sound_key("neighborville"));
  EXPECT_EQ(sound_key("Holloway"), sound_key("hollow way"));
  EXPECT_EQ(sound_key("Alvin"), sound_key("Alban"));
  EXPECT_NE(sound_key("Alvin"), sound_key("Isaiah"));
  EXPECT_EQ(sound_key(""), "");
  EXPECT_EQ(sound_key("12 !"), "");
}

TEST(SoundsLike, TakesWhatRecognisersWriteForAName) {
  EXPECT_TRUE(sounds_like("Neighborville", "Naperville"));
  EXPECT_TRUE(sounds_like("theatres hollow way", "Beatrice Holloway"));
  EXPECT_TRUE(sounds_like("Alban", "Alvin"));
}

TEST(SoundsLike, TakesNoPartOfANameAndNoOtherOne) {
  EXPECT_FALSE(sounds_like("beatrice", "Beatrice Holloway"));
  EXPECT_FALSE(sounds_like("holloway", "Beatrice Holloway"));
  EXPECT_FALSE(sounds_like("John Smith", "Beatrice Holloway"));
  EXPECT_FALSE(sounds_like("Joliet", "Naperville"));
  // Two consonants are shared by too many words.
  EXPECT_FALSE(sounds_like("Fein", "Feeney"));
  EXPECT_FALSE(sounds_like("", ""));
}

TEST(EditDistance, CountsLetters) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

}  // namespace
}  // namespace attendant
