// flite is linked, so these need no download: its phonemes and its voice.
#include <gtest/gtest.h>

#include "audio/level.hpp"
#include "speech/embedded/flite_voice.hpp"
#include "speech/embedded/phonemizer.hpp"

namespace attendant::speech::embedded {
namespace {

// flite keeps its state for the whole process.
Flite& flite() {
  static Flite instance;
  return instance;
}

std::string say(std::string_view words, std::string_view next = {}) {
  auto table = PronunciationTable::parse("metformin\t/mɛtfˈɔːɹmɪn/\nozempic\toh zem pick\n");
  std::string said;
  for (const auto& word : Phonemizer(flite(), *std::move(table)).words(words, next)) {
    if (!said.empty() && !word.phonemes.empty()) said += ' ';
    if (!word.phonemes.empty()) said += word.phonemes + word.pause;
  }
  return said;
}

TEST(Phonemes, FollowTheTableThenWeakFormsThenTheLexicon) {
  EXPECT_EQ(say("metformin"), "mɛtfˈɔːɹmɪn");
  EXPECT_EQ(say("your"), "jʊɹ");
  EXPECT_EQ(say("claim"), "klˈeɪm");
  EXPECT_EQ(say("Ozempic").find(' '), std::string::npos) << "a respelling is one word";
}

TEST(Phonemes, NameLettersAndKeepPauses) {
  EXPECT_EQ(say("N W, two."), "ˈɛn dˈʌbəljˌuː, tˈuː.");
  EXPECT_EQ(say("A"), "ə");
  EXPECT_EQ(say("A one C"), "ˈeɪ wˈʌn sˈiː");
}

TEST(Phonemes, SoundTheArticleByWhatFollows) {
  EXPECT_EQ(say("the", "office"), "ði");
  EXPECT_EQ(say("the", "claim"), "ðə");
}

TEST(Phonemes, EndPossessivesAsTheyAreSaid) {
  EXPECT_TRUE(say("office's").ends_with("sɪz"));
  EXPECT_TRUE(say("member's").ends_with("z"));
  EXPECT_TRUE(say("claimant's").ends_with("ts"));
}

TEST(Phonemes, OfNoLettersAreNone) {
  EXPECT_EQ(say("---"), "");
  EXPECT_EQ(say(""), "");
}

TEST(FliteVoice, SpeaksAtTelephoneLevelAndMarksItsWords) {
  FliteVoice voice(flite());
  const auto clause = voice.render("You owe $20.00.", 1.0F, audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  EXPECT_GT(clause->pcm.size(), 8000U);
  EXPECT_NEAR(audio::dbfs(clause->pcm), -22.0F, 4.0F);
  ASSERT_EQ(clause->words.size(), 4U) << "you owe twenty dollars";
  EXPECT_EQ(clause->words[2].spoken, "twenty");
  EXPECT_EQ(clause->words.back().text_end, 15U);
  EXPECT_LT(clause->words[0].sample_end, clause->words[1].sample_end);
  EXPECT_NEAR(static_cast<double>(clause->words.back().sample_end), static_cast<double>(clause->pcm.size()),
              4000.0);
}

TEST(FliteVoice, SpeaksSlowerWhenAsked) {
  FliteVoice voice(flite());
  const auto normal = voice.render("Please hold the line.", 1.0F, audio::kTelephoneRate, {});
  const auto slow = voice.render("Please hold the line.", 0.7F, audio::kTelephoneRate, {});
  ASSERT_TRUE(normal && slow);
  EXPECT_GT(static_cast<double>(slow->pcm.size()), 1.2 * static_cast<double>(normal->pcm.size()));
}

}  // namespace
}  // namespace attendant::speech::embedded
