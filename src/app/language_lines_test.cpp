#include "app/language_lines.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/wav_writer.hpp"
#include "base/test_directory.hpp"
#include "brain/dialogue/fixed_lines.hpp"

namespace attendant::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path kFolder = fs::path(ATTENDANT_SOURCE_DIR) / "data/speech/languages";
constexpr std::string_view kSpanish = "Un momento, por favor: le comunico con una persona que habla español.";

// Says nothing but what it was asked for.
class AskedVoice final : public speech::Synthesizer {
 public:
  std::unique_ptr<speech::Speaking> speak(speech::SpeakRequest request, speech::SynthesisSink) override {
    asked.push_back(request.text);
    return nullptr;
  }
  std::vector<std::string> asked;
};

class LanguageLines : public testing::Test {
 protected:
  audio::Samples played(std::string_view sentence, audio::SampleRate rate = audio::kTelephoneRate) {
    audio::Samples pcm;
    bool all = false;
    lines_.speak({.text = std::string(sentence), .rate = 0.8F, .sample_rate = rate},
                 [&](speech::SynthesisEvent event) {
                   if (auto* chunk = std::get_if<speech::SpokenChunk>(&event)) {
                     pcm.insert(pcm.end(), chunk->pcm.begin(), chunk->pcm.end());
                     words_ = chunk->words;
                   }
                   all = std::holds_alternative<speech::SpokenAll>(event);
                 });
    EXPECT_EQ(all, !pcm.empty());
    return pcm;
  }

  TestDirectory place_;
  const fs::path own_ = place_.path();
  AskedVoice voice_;
  speech::RecordedLines lines_{voice_};
  std::vector<speech::WordMark> words_;
};

TEST_F(LanguageLines, EverySentenceOfTheDialogueInAnotherLanguageIsARecording) {
  EXPECT_THAT(load_language_lines(kFolder, {}, lines_), IsEmpty());
  std::size_t foreign = 0;
  for (const std::string& line : brain::fixed_lines({})) {
    const bool plain = std::ranges::all_of(line, [](char c) { return static_cast<signed char>(c) >= 0; });
    foreign += lines_.has(line) ? 1U : 0U;
    EXPECT_TRUE(plain || lines_.has(line)) << line;
  }
  EXPECT_GE(foreign, 7U) << "each of lines.tsv is word for word what the dialogue says";
}

TEST_F(LanguageLines, ARecordedSentenceIsHeardAsItWasRecordedAtEitherRate) {
  ASSERT_THAT(load_language_lines(kFolder, {}, lines_), IsEmpty());
  const auto narrow = played(kSpanish);
  const auto wide = played(kSpanish, audio::kSpeechRate);
  EXPECT_GT(narrow.size(), 3U * 8000) << "several seconds";
  EXPECT_NEAR(static_cast<double>(wide.size()), 2.0 * static_cast<double>(narrow.size()), 100.0);
  const double energy = std::accumulate(narrow.begin(), narrow.end(), 0.0,
                                        [](double sum, int s) { return sum + static_cast<double>(s) * s; });
  EXPECT_GT(std::sqrt(energy / static_cast<double>(narrow.size())), 1000.0) << "as loud as our voice";
  ASSERT_EQ(words_.size(), 12U);
  EXPECT_EQ(words_.back().text_end, kSpanish.size());
  EXPECT_EQ(words_.back().sample_end, wide.size());
  EXPECT_THAT(voice_.asked, IsEmpty());
}

TEST_F(LanguageLines, AnythingElseIsSaidByTheVoice) {
  ASSERT_THAT(load_language_lines(kFolder, {}, lines_), IsEmpty());
  EXPECT_THAT(played("How can I help?"), IsEmpty());
  EXPECT_THAT(voice_.asked, testing::ElementsAre("How can I help?"));
}

TEST_F(LanguageLines, ARecordingOfOnesOwnReplacesTheOneThatIsThere) {
  const audio::Samples tone(8000, 5000);
  const auto wav = audio::to_wav(tone, audio::kTelephoneRate, 1);
  std::ofstream(own_ / "spanish.wav", std::ios::binary)
      .write(reinterpret_cast<const char*>(wav.data()), static_cast<std::streamsize>(wav.size()));
  ASSERT_THAT(load_language_lines(kFolder, own_, lines_), IsEmpty());
  EXPECT_EQ(played(kSpanish), tone);
}

TEST_F(LanguageLines, WhatIsMissingOrBrokenIsNamedAndSaidByTheVoice) {
  std::ofstream(own_ / "lines.tsv") << "# a comment\n"
                                    << "none.wav\tNada.\n"
                                    << "broken.wav\tRoto.\n"
                                    << "no sentence\n"
                                    << "../key\tFuera.\n";
  std::ofstream(own_ / "broken.wav") << "RIFF";
  const auto problems = load_language_lines(own_, {}, lines_);
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_THAT(problems[0], HasSubstr("lines.tsv:2: "));
  EXPECT_THAT(problems[0], HasSubstr("none.wav is missing: the voice says the sentence instead"));
  EXPECT_THAT(problems[1], HasSubstr("broken.wav"));
  EXPECT_THAT(problems[2], HasSubstr("lines.tsv:4: expected a file and a sentence"));
  EXPECT_THAT(problems[3], HasSubstr("lines.tsv:5: ../key"));
  EXPECT_THAT(played("Nada."), IsEmpty());
  EXPECT_THAT(voice_.asked, testing::ElementsAre("Nada."));
  EXPECT_EQ(load_language_lines(own_ / "nowhere", {}, lines_).size(), 1U);
}

}  // namespace
}  // namespace attendant::app
