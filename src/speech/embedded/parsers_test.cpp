// What is read from engine files: vocabularies, settings, pronunciation tables; and the small pure parts
// around the models.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/level.hpp"
#include "speech/embedded/loop_guard.hpp"
#include "speech/embedded/loudness.hpp"
#include "speech/embedded/moonshine_tokens.hpp"
#include "speech/embedded/piper_settings.hpp"
#include "speech/embedded/pronunciation.hpp"
#include "speech/embedded/word_marks.hpp"

namespace attendant::speech::embedded {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Bytes vocabulary(const std::vector<std::string>& pieces) {
  Bytes file;
  for (const std::string& piece : pieces) {
    if (piece.size() < 128) {
      file.push_back(static_cast<std::uint8_t>(piece.size()));
    } else {
      file.push_back(static_cast<std::uint8_t>(128 + piece.size() % 128));
      file.push_back(static_cast<std::uint8_t>(piece.size() / 128));
    }
    file.insert(file.end(), piece.begin(), piece.end());
  }
  return file;
}

TEST(MoonshineTokens, BecomeText) {
  const auto tokens = MoonshineTokens::parse(
      vocabulary({"<unk>", "<s>", "</s>", "\u2581Hello", ",", "\u2581world", "<<ST_0>>"}));
  ASSERT_TRUE(tokens);
  const std::vector<std::int64_t> sequence = {1, 3, 4, 5, 6, 2, 99, -4};
  EXPECT_EQ(tokens->text(sequence), "Hello, world");
}

TEST(MoonshineTokens, AreWordsOrTheMarksThatEndThem) {
  using Kind = MoonshineTokens::Kind;
  const auto tokens = MoonshineTokens::parse(vocabulary(
      {"<unk>", "<s>", "</s>", "\u2581Hello", "ing", ".", "?", ",", "\u2581...", "'", "<<ST_0>>"}));
  ASSERT_TRUE(tokens);
  std::vector<Kind> kinds;
  for (std::size_t token = 0; token < tokens->size(); ++token) kinds.push_back(tokens->kind(token));
  EXPECT_THAT(kinds,
              testing::ElementsAre(Kind::none, Kind::none, Kind::none, Kind::word, Kind::word, Kind::period,
                                   Kind::question, Kind::comma, Kind::comma, Kind::none, Kind::none));
}

TEST(MoonshineTokens, MayBeLong) {
  const std::string piece(300, 'x');
  const auto tokens = MoonshineTokens::parse(vocabulary({"", "", "", piece}));
  ASSERT_TRUE(tokens);
  const std::vector<std::int64_t> sequence = {3};
  EXPECT_EQ(tokens->text(sequence), piece);
}

TEST(MoonshineTokens, OfADamagedFileAreRefused) {
  Bytes cut = vocabulary({"a", "b", "c", "defg"});
  cut.pop_back();
  const auto tokens = MoonshineTokens::parse(cut);
  ASSERT_FALSE(tokens);
  EXPECT_THAT(tokens.error().message, HasSubstr("byte 6"));
  EXPECT_FALSE(MoonshineTokens::parse({}));
}

std::vector<std::int64_t> repeated(const std::vector<std::int64_t>& phrase, int times) {
  std::vector<std::int64_t> tokens = {100, 101};
  for (int i = 0; i < times; ++i) tokens.insert(tokens.end(), phrase.begin(), phrase.end());
  return tokens;
}

TEST(LoopGuard, LetsRepeatedDigitsPass) {
  LoopGuard guard(5.0);
  EXPECT_FALSE(guard.is_looping(repeated({7, 8}, 5)));  // "five, five, five, five, five,"
}

TEST(LoopGuard, StopsAPhraseThatRunsInCirclesAndKeepsItOnce) {
  LoopGuard guard(10.0);
  EXPECT_TRUE(guard.is_looping(repeated({5, 6, 7, 8, 9}, 4)));
  EXPECT_EQ(guard.keep(), 7U);
  EXPECT_TRUE(guard.is_looping(repeated({7}, 6)));
  EXPECT_EQ(guard.keep(), 3U);
}

TEST(LoopGuard, StopsWhatNobodyCanSayInThatTime) {
  LoopGuard guard(1.0);
  std::vector<std::int64_t> tokens;
  while (!guard.is_looping(tokens)) tokens.push_back(static_cast<std::int64_t>(tokens.size()));
  EXPECT_EQ(tokens.size(), 13U);
}

TEST(Pronunciations, AreRespellingsOrIpa) {
  const auto table =
      PronunciationTable::parse("# drugs\r\nmetformin\t/mɛtfˈɔːɹmɪn/\r\n\nOzempic\toh zem pick\n");
  ASSERT_TRUE(table);
  ASSERT_NE(table->find("Metformin"), nullptr);
  EXPECT_TRUE(table->find("metformin")->is_ipa);
  EXPECT_EQ(table->find("metformin")->text, "mɛtfˈɔːɹmɪn");
  EXPECT_FALSE(table->find("ozempic")->is_ipa);
  EXPECT_EQ(table->find("aspirin"), nullptr);
}

TEST(Pronunciations, NameTheLineThatIsWrong) {
  for (const char* text :
       {"a\tb\nword", "a\tb\nword\t", "a\tb\n\tsaid", "a\tb\nword\t/", "a\tb\ntwo words\tx"}) {
    const auto table = PronunciationTable::parse(text);
    ASSERT_FALSE(table) << text;
    EXPECT_THAT(table.error().message, HasSubstr("line 2")) << text;
  }
}

constexpr const char* kSettings =
    R"({"audio":{"sample_rate":16000},"inference":{"noise_scale":0.5},"phoneme_id_map":{"_":[0],"^":[1],"$":[2],"a":[3],"ɪ":[4]}})";

TEST(PiperSettings, PutABlankAfterEachPhoneme) {
  const auto settings = PiperSettings::parse(kSettings);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->rate, audio::SampleRate(16000));
  EXPECT_FLOAT_EQ(settings->noise_scale, 0.5F);
  EXPECT_THAT(settings->ids_of("aɪ?"), ElementsAre(1, 0, 3, 0, 4, 0, 2));
}

TEST(PiperSettings, ThatLackWhatIsNeededAreRefused) {
  for (const char* text : {"", "{", "[]", "{}", R"({"phoneme_id_map":{"_":[0]}})",
                           R"({"phoneme_id_map":{"_":[],"^":[1],"$":[2]}})"}) {
    EXPECT_FALSE(PiperSettings::parse(text)) << text;
  }
}

TEST(PiperSettings, CountTheIdsOfAPartAsTheWholeHasThem) {
  const auto settings = PiperSettings::parse(kSettings);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->ids_in("aɪ?"), 4U) << "two phonemes, a blank behind each; the third is unknown";
  EXPECT_EQ(settings->ids_in(""), 0U);
}

TEST(WordMarks, NameThePartsOfAWordThatIsSaidInSeveral) {
  const std::vector<SpokenWord> written = {{.begin = 0, .end = 3, .spoken = "You"},
                                           {.begin = 4, .end = 8, .spoken = "seventy dollars,"}};
  const auto words = said_words(written);
  ASSERT_EQ(words.size(), 3U);
  const auto marks = marks_at(words, std::vector<std::uint32_t>{100, 200, 300});
  EXPECT_EQ(marks[0].spoken, "");
  EXPECT_EQ(marks[1].spoken, "seventy");
  EXPECT_EQ(marks[2].spoken, "dollars");
  EXPECT_EQ(marks[1].text_end, marks[2].text_end);
}

TEST(WordMarks, ShareAClauseOutByWeight) {
  const std::vector<SaidWord> words = {{.text_end = 3, .spoken = "You", .weight = 1},
                                       {.text_end = 8, .spoken = "owe", .weight = 3}};
  const auto marks = marks_by_weight(words, 400);
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[0].sample_end, 100U);
  EXPECT_EQ(marks[1].sample_end, 400U);
  EXPECT_EQ(marks[1].text_end, 8U);
}

TEST(Loudness, BringsQuietAndLoudVoicesToTheSameLevel) {
  for (const float amplitude : {0.05F, 0.3F, 0.9F}) {
    std::vector<float> tone(8000);
    for (std::size_t i = 0; i < tone.size(); ++i)
      tone[i] = amplitude * std::sin(static_cast<float>(i) * 0.3F);
    EXPECT_NEAR(audio::dbfs(to_telephone_level(tone)), kActiveLevel, 0.7F) << amplitude;
  }
}

TEST(Loudness, LeavesSilenceSilent) {
  const std::vector<float> silence(1000, 0.0F);
  EXPECT_THAT(to_telephone_level(silence), testing::Each(0));
}

}  // namespace
}  // namespace attendant::speech::embedded
