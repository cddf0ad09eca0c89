// With the fetched models: what our voice says, our recogniser understands. Skipped where tools/fetch-models
// has not run.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/wav.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/embedded/moonshine.hpp"
#include "speech/recording_reader.hpp"

namespace attendant::speech::embedded {
namespace {

constexpr std::chrono::milliseconds kSilence{200};

// Loaded once for all tests: that takes about a second.
class Models : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::filesystem::path engines = ATTENDANT_ENGINES_DIR;
    auto runtime = inference::Runtime::load(engines);
    if (!runtime) return;
    auto loaded = std::make_unique<Loaded>();
    loaded->runtime = *std::move(runtime);
    auto hearing = load_hearing(*loaded->runtime, engines, {});
    auto speech = load_speech(loaded->runtime.get(), engines, {});
    if (!hearing || !speech) return;
    loaded->hearing = *std::move(hearing);
    loaded->speech = *std::move(speech);
    models_ = std::move(loaded);
  }
  static void TearDownTestSuite() { models_.reset(); }
  void SetUp() override {
    if (!models_) GTEST_SKIP() << "run tools/fetch-models";
  }
  static const inference::Runtime& runtime() { return *models_->runtime; }
  static Hearing& hearing() { return models_->hearing; }
  static Voice& voice() { return *models_->speech.voice; }

 private:
  struct Loaded {
    std::unique_ptr<inference::Runtime> runtime;
    Hearing hearing;
    Speech speech;
  };
  static inline std::unique_ptr<Loaded> models_;
};

TEST_F(Models, UnderstandTheirOwnVoice) {
  const auto clause = voice().render("Your claim was paid in September.", 1.0F, audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  const auto text = transcribe_recording(clause->pcm, {}, *hearing().detector, hearing().transcriber());
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, testing::HasSubstr("claim was paid in September"));
}

TEST_F(Models, TellAWholeSentenceFromOneThatWasBrokenOff) {
  std::ifstream file(std::filesystem::path(ATTENDANT_SOURCE_DIR) / "tests/audio/calls/s3/05.wav",
                     std::ios::binary);
  const auto wav = audio::parse_wav(Bytes{std::istreambuf_iterator<char>(file), {}});
  ASSERT_TRUE(wav) << wav.error().message;
  const auto ending = [&](std::chrono::milliseconds length) {
    audio::Samples sound = wav->channel(0);
    sound.resize(static_cast<std::size_t>(audio::kTelephoneRate.samples_in(length)));
    sound.resize(sound.size() + static_cast<std::size_t>(audio::kTelephoneRate.samples_in(kSilence)), 0);
    const auto heard = hearing().transcriber().transcribe(sound, audio::kTelephoneRate, {}, {});
    EXPECT_TRUE(heard && heard->ending);
    return heard && heard->ending ? *heard->ending : SentenceEnding{};
  };
  const auto begun = ending(std::chrono::milliseconds(1300));  // "does that need prior"
  const auto whole = ending(std::chrono::milliseconds(2245));  // "... authorization"
  EXPECT_GT(begun.word, 10 * whole.word);
  EXPECT_GT(whole.period + whole.question, begun.period + begun.question);
}

TEST_F(Models, JudgeATurnByItsLastEightSeconds) {
  if (!hearing().judge) GTEST_SKIP() << hearing().degraded;
  const auto clause =
      voice().render("I would like to know why my claim was denied.", 1.0F, audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  const std::size_t horizon =
      static_cast<std::size_t>(audio::kTelephoneRate.samples_in(std::chrono::seconds(8)));
  audio::Samples turn(horizon - clause->pcm.size(), 0);
  turn.insert(turn.end(), clause->pcm.begin(), clause->pcm.end());
  audio::Samples longer(clause->pcm.begin(), clause->pcm.end());  // said once before
  longer.insert(longer.end(), turn.begin(), turn.end());
  const auto judged = hearing().judge->finished(turn, audio::kTelephoneRate);
  const auto judged_longer = hearing().judge->finished(longer, audio::kTelephoneRate);
  const auto silence = hearing().judge->finished(audio::Samples(horizon, 0), audio::kTelephoneRate);
  ASSERT_TRUE(judged && judged_longer && silence);
  EXPECT_NEAR(*judged, *judged_longer, 0.02F);
  EXPECT_GT(std::abs(*judged - *silence), 0.02F);
  EXPECT_GE(*judged, 0.0F);
  EXPECT_LE(*judged, 1.0F);
}

TEST_F(Models, GiveTheSameProbabilitiesInABatchAsAlone) {
  const auto clause = voice().render("Your claim was paid.", 1.0F, audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  std::array<VoiceTrack, 4> tracks{};
  VoiceTrack alone;
  for (std::size_t at = 0; at + kVoiceWindowSamples <= clause->pcm.size(); at += kVoiceWindowSamples) {
    const auto samples = std::span(std::as_const(clause->pcm)).subspan(at).first<kVoiceWindowSamples>();
    std::vector<VoiceWindow> batch;
    for (VoiceTrack& track : tracks) batch.push_back({.track = &track, .samples = samples});
    std::vector<VoiceWindow> single = {{.track = &alone, .samples = samples}};
    ASSERT_TRUE(hearing().detector->detect(batch));
    ASSERT_TRUE(hearing().detector->detect(single));
    for (const VoiceWindow& window : batch) ASSERT_FLOAT_EQ(window.probability, single[0].probability);
    for (VoiceTrack& track : tracks) track.pass(samples);
    alone.pass(samples);
  }
}

// The model's own mask has one element for each 9.2 s of audio.
TEST_F(Models, HearUtterancesLongerThanNineSeconds) {
  const auto clause = voice().render("Your claim was received in March.", 1.0F, audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  audio::Samples samples(8 * 8000, 0);
  samples.insert(samples.end(), clause->pcm.begin(), clause->pcm.end());
  const auto transcript = hearing().transcriber().transcribe(samples, audio::kTelephoneRate, {}, {});
  ASSERT_TRUE(transcript) << transcript.error().message;
  EXPECT_THAT(transcript->text, testing::HasSubstr("March"));
}

// What is guessed makes the reading quicker and changes nothing, also where it is wrong in its middle.
TEST_F(Models, ReadTheSameWithAGuessAtTheTextAndWithout) {
  const std::filesystem::path base = std::filesystem::path(ATTENDANT_ENGINES_DIR) / "moonshine-base";
  if (!std::filesystem::exists(base)) GTEST_SKIP() << "fetched without the larger recogniser";
  const auto larger = Moonshine::load(runtime(), base, {.always_words = true, .fold_weights = true});
  ASSERT_TRUE(larger) << larger.error().message;
  const auto clause =
      voice().render("Your claim was received in March, and two hundred dollars are left to pay.", 1.0F,
                     audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  const auto read = [&](std::span<const std::int64_t> guess) {
    return *(*larger)->transcribe(clause->pcm, audio::kTelephoneRate, {.guess = guess}, {});
  };
  const auto alone = read({});
  EXPECT_THAT(alone.text, testing::HasSubstr("received in March"));
  const auto same = read(alone.tokens);
  EXPECT_EQ(same.tokens, alone.tokens);
  EXPECT_NEAR(same.confidence, alone.confidence, 0.001F);
  auto wrong = alone.tokens;
  ASSERT_GT(wrong.size(), 8U);
  wrong[3] = wrong[4];
  wrong.erase(wrong.begin() + 6);
  EXPECT_EQ(read(wrong).tokens, alone.tokens);
  const std::vector<std::int64_t> nonsense(20, alone.tokens.back());
  EXPECT_EQ(read(nonsense).tokens, alone.tokens);
}

TEST_F(Models, KnowWhereAWordOfTheVoiceEnds) {
  const std::string text = "Your claim was paid, and nothing is left to pay.";
  const auto clause = voice().render(text, 1.0F, audio::kTelephoneRate, {});
  ASSERT_TRUE(clause);
  ASSERT_EQ(clause->words.size(), 10U);
  const auto until = clause->words[3].sample_end;
  EXPECT_EQ(heard_text(text, clause->words, until), "Your claim was paid,");
  audio::Samples sent(clause->pcm.begin(), clause->pcm.begin() + until);
  sent.resize(sent.size() + 1600);
  const auto heard = hearing().transcriber().transcribe(sent, audio::kTelephoneRate, {}, {});
  ASSERT_TRUE(heard);
  EXPECT_THAT(heard->text, testing::StartsWith("Your claim was paid"));
  EXPECT_THAT(heard->text, testing::Not(testing::HasSubstr("nothing")));
}

TEST_F(Models, StopADecodeThatWasCancelled) {
  std::stop_source stop;
  stop.request_stop();
  const auto transcript = hearing().transcriber().transcribe(audio::Samples(16000, 100),
                                                             audio::kTelephoneRate, {}, stop.get_token());
  ASSERT_FALSE(transcript);
  EXPECT_EQ(transcript.error().code, ErrorCode::cancelled);
}

TEST(MissingEngines, AreNamedWithTheCommandThatFetchesThem) {
  const auto runtime = inference::Runtime::load("/nowhere");
  ASSERT_FALSE(runtime);
  EXPECT_EQ(runtime.error().code, ErrorCode::not_found);
  EXPECT_THAT(runtime.error().message, testing::HasSubstr("/nowhere/lib/libonnxruntime.so"));
  EXPECT_THAT(runtime.error().message, testing::HasSubstr("tools/fetch-models"));
}

}  // namespace
}  // namespace attendant::speech::embedded
