#include "speech/lead_in.hpp"

#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

RenderedClause silence_then_sound(std::size_t silence, std::size_t sound) {
  RenderedClause clause;
  clause.pcm.assign(silence, 0);
  clause.pcm.insert(clause.pcm.end(), sound, 1000);
  clause.words = {{.text_end = 2, .sample_end = static_cast<std::uint32_t>(silence + sound), .spoken = {}}};
  return clause;
}

TEST(LeadIn, AllButTenMillisecondsOfTheSilenceGo) {
  auto clause = silence_then_sound(400, 800);
  trim_lead_in(clause, audio::kTelephoneRate);
  EXPECT_EQ(clause.pcm.size(), 880U);
  EXPECT_EQ(clause.pcm[79], 0);
  EXPECT_EQ(clause.pcm[80], 1000);
  EXPECT_EQ(clause.words[0].sample_end, 880U) << "the marks move with the sound";
}

TEST(LeadIn, SoundThatBeginsAtOnceStays) {
  auto clause = silence_then_sound(80, 800);
  trim_lead_in(clause, audio::kTelephoneRate);
  EXPECT_EQ(clause.pcm.size(), 880U);
}

TEST(LeadIn, SilenceAloneStays) {
  auto clause = silence_then_sound(400, 0);
  trim_lead_in(clause, audio::kTelephoneRate);
  EXPECT_EQ(clause.pcm.size(), 400U);
}

}  // namespace
}  // namespace attendant::speech
