#include "call/live_soundtrack.hpp"

#include <gtest/gtest.h>

namespace attendant::call {
namespace {

// So many samples of a voice, or of none.
audio::Samples voice(std::size_t samples) {
  audio::Samples sound(samples);
  for (std::size_t i = 0; i < samples; ++i) sound[i] = i % 2 == 0 ? 3000 : -3000;
  return sound;
}
audio::Samples silence(std::size_t samples) { return audio::Samples(samples); }

TEST(LiveSoundtrack, AClauseEndsInThePauseNearItsShare) {
  LiveSoundtrack track;
  track.add_words("Your claim was paid. The check was sent.");
  track.add_sound(voice(10'500));
  track.add_sound(silence(2'400));
  track.add_sound(voice(12'000));
  const auto part = track.find("Your claim was paid.");
  ASSERT_TRUE(part);
  EXPECT_NEAR(static_cast<double>(track.end_of(*part)), 11'700, 80);
}

TEST(LiveSoundtrack, TheSilenceThatAnAnswerBeginsWithIsLeftOut) {
  LiveSoundtrack track;
  track.add_words("Your claim was paid.");
  track.add_sound(silence(1'000));
  EXPECT_TRUE(track.sound().empty());
  audio::Samples rest = silence(700);
  rest.insert(rest.end(), 9'000, std::int16_t{2'000});
  track.add_sound(rest);
  track.finish();
  EXPECT_EQ(track.left_out(), 1'620U) << "all but 10 ms";
  EXPECT_EQ(track.sound().size(), 9'080U);
  EXPECT_EQ(track.sound()[79], 0);
  EXPECT_EQ(track.sound()[80], 2'000);
}

TEST(LiveSoundtrack, UntilItsEndIsKnownAClauseIsReadyAsFarAsItSurelyLasts) {
  LiveSoundtrack track;
  track.add_words("Your claim was paid. It was");
  const auto part = track.find("Your claim was paid.");
  track.add_sound(voice(11'000));
  EXPECT_FALSE(track.end_is_known(*part));
  EXPECT_LT(track.ready_end(*part), 10'500U);
  EXPECT_GT(track.ready_end(*part), 6'000U);
  track.add_sound(silence(2'400));
  track.add_sound(voice(4'000));
  EXPECT_TRUE(track.end_is_known(*part));
  EXPECT_NEAR(static_cast<double>(track.ready_end(*part)), 12'200, 80);
}

TEST(LiveSoundtrack, FiguresTakeTheTimeOfTheirWords) {
  LiveSoundtrack track;
  track.add_words("You owe $1,274.96 now.");
  track.add_sound(voice(40'000));
  track.finish();
  const auto part = track.find("You owe $1,274.96 now.");
  EXPECT_EQ(track.end_of(*part), 40'000U);
  const auto marks = track.marks(*part, 0, 40'000);
  ASSERT_GT(marks.size(), 8U);
  EXPECT_LT(marks[1].sample_end, 8'000U) << "two short words of a long sentence";
  EXPECT_EQ(speech::heard_text("You owe $1,274.96 now.", marks, marks[4].sample_end).substr(0, 8),
            "You owe ");
  EXPECT_EQ(speech::heard_text("You owe $1,274.96 now.", marks, 40'000), "You owe $1,274.96 now.");
}

TEST(LiveSoundtrack, WordsAreToldAsTheirSoundIs) {
  LiveSoundtrack track;
  track.add_words("Your claim was paid. It was");
  const auto part = track.find("Your claim was paid.");
  track.add_sound(voice(4'000));
  const auto some = track.marks(*part, 0, 4'000);
  EXPECT_EQ(some.size(), 1U);
  track.add_sound(voice(20'000));
  EXPECT_EQ(track.marks(*part, some.size(), track.end_of(*part)).size(), 3U);
}

TEST(LiveSoundtrack, OfAnAnswerThatIsBrokenOffTheRestIsNotPlayed) {
  LiveSoundtrack track;
  track.add_words("Let me see now. It was denied.");
  track.add_sound(voice(8'000));
  track.add_sound(silence(2'000));
  track.add_sound(voice(9'000));
  track.break_off(std::string_view(" It was denied.").size());
  track.add_sound(voice(8'000));
  const auto part = track.find("Let me see now.");
  ASSERT_TRUE(part);
  EXPECT_NEAR(static_cast<double>(track.ready_end(*part)), 9'000, 80);
  EXPECT_EQ(track.end_of_words(), track.ready_end(*part));
  EXPECT_FALSE(track.find("It was denied."));
}

TEST(LiveSoundtrack, AClauseThatIsSaidAgainHasItsSoundAgain) {
  LiveSoundtrack track;
  track.add_words("One moment please. Your claim was paid.");
  track.add_sound(voice(20'000));
  track.finish();
  const auto first = track.find("One moment please.");
  const std::size_t end = track.end_of(*first);
  const auto second = track.find("Your claim was paid.");
  EXPECT_EQ(second->sample_begin, end);
  EXPECT_EQ(track.end_of(*second), 20'000U);
  EXPECT_EQ(track.find("Your claim was paid.")->sample_begin, end);
}

}  // namespace
}  // namespace attendant::call
