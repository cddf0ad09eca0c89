// The small parts of an ear: energy gate, frame ring, second opinion.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "speech/energy_gate.hpp"
#include "speech/frame_ring.hpp"
#include "speech/second_opinion.hpp"

namespace attendant::speech {
namespace {

using namespace std::chrono_literals;

audio::Samples noise(float rms, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> level(0.0F, rms);
  audio::Samples samples(256);
  for (auto& s : samples) s = static_cast<std::int16_t>(std::clamp(level(random), -32000.0F, 32000.0F));
  return samples;
}

TEST(EnergyGate, StaysShutOnDigitalSilence) {
  EnergyGate gate;
  for (int i = 0; i < EnergyGate::kHangover; ++i) gate.is_open(audio::Samples(256, 0));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(gate.is_open(audio::Samples(256, 0)));
}

TEST(EnergyGate, OpensForAVoiceAtOnce) {
  EnergyGate gate;
  for (int i = 0; i < 50; ++i) gate.is_open(noise(20.0F, static_cast<unsigned>(i)));
  EXPECT_TRUE(gate.is_open(noise(2000.0F, 99)));
}

TEST(EnergyGate, LearnsNoiseThatStaysAndStillHearsAVoiceInIt) {
  EnergyGate gate;
  unsigned seed = 0;
  for (int i = 0; i < 3000; ++i) gate.is_open(noise(300.0F, seed++));
  int open = 0;
  for (int i = 0; i < 100; ++i) open += gate.is_open(noise(300.0F, seed++)) ? 1 : 0;
  EXPECT_LT(open, 20);
  EXPECT_TRUE(gate.is_open(noise(1200.0F, seed++)));
}

TEST(EnergyGate, StaysOpenInTheGapsOfSpeech) {
  EnergyGate gate;
  ASSERT_TRUE(gate.is_open(noise(2000.0F, 1)));
  for (int i = 0; i < EnergyGate::kHangover; ++i)
    EXPECT_TRUE(gate.is_open(noise(60.0F, static_cast<unsigned>(i))));
}

TEST(FrameRing, HandsFramesOverInOrderWithTheirTimes) {
  FramePool pool(FrameRing::kFrames);
  FrameRing ring(pool, audio::kTelephoneRate);
  for (std::int16_t i = 0; i < 5; ++i) EXPECT_TRUE(ring.push(audio::Samples(160, i), Instant(20ms * i)));
  std::int16_t next = 0;
  WaitingFrame frame;
  while (ring.pop(frame)) {
    EXPECT_EQ(frame.view().size(), 160U);
    EXPECT_EQ(frame.view()[0], next);
    EXPECT_EQ(frame.captured, Instant(20ms * next));
    ++next;
  }
  EXPECT_EQ(next, 5);
}

TEST(FrameRing, TakesNoMoreThanItHolds) {
  FramePool pool(2 * FrameRing::kFrames);
  FrameRing ring(pool, audio::kTelephoneRate);
  for (std::size_t i = 0; i < FrameRing::kFrames; ++i) EXPECT_TRUE(ring.push(audio::Samples(160), Instant{}));
  EXPECT_FALSE(ring.push(audio::Samples(160), Instant{}));
  WaitingFrame frame;
  EXPECT_TRUE(ring.pop(frame));
  EXPECT_TRUE(ring.push(audio::Samples(160), Instant{}));
}

TEST(FrameRing, CutsAFrameAt16KhzIntoPiecesWithTheirOwnTimes) {
  FramePool pool(FrameRing::blocks(audio::kSpeechRate));
  FrameRing ring(pool, audio::kSpeechRate);
  audio::Samples frame(320, 1);
  frame[160] = 2;
  for (std::size_t i = 0; i < FrameRing::kFrames; ++i) EXPECT_TRUE(ring.push(frame, Instant(20ms)));
  EXPECT_FALSE(ring.push(frame, Instant(20ms)));
  WaitingFrame piece;
  ASSERT_TRUE(ring.pop(piece));
  EXPECT_EQ(piece.view()[0], 1);
  EXPECT_EQ(piece.captured, Instant(20ms));
  ASSERT_TRUE(ring.pop(piece));
  EXPECT_EQ(piece.view()[0], 2);
  EXPECT_EQ(piece.captured, Instant(30ms));
}

class Opinion final : public Transcriber {
 public:
  explicit Opinion(Transcript transcript) : transcript_(std::move(transcript)) {}
  Result<Transcript> transcribe(audio::SamplesView, audio::SampleRate, const ReadingRequest&,
                                std::stop_token) override {
    ++asked;
    return transcript_;
  }
  int asked = 0;

 private:
  Transcript transcript_;
};

TEST(SecondOpinion, TakesTheWordsOfTheBetterRecogniserAndTheExpectationsOfTheFirst) {
  const auto better = better_of({.text = "my clam", .ending = SentenceEnding{.word = 0.7F}},
                                {.text = "my claim", .ending = SentenceEnding{.period = 0.9F}}, nullptr);
  EXPECT_EQ(better.text, "my claim");
  ASSERT_TRUE(better.ending);
  EXPECT_FLOAT_EQ(better.ending->word, 0.7F);
}

TEST(SecondOpinion, DoesNotTakeSignsAndCapitalsForOtherWords) {
  EXPECT_TRUE(same_words("\"Why is my bill bigger?\"", "why is my bill bigger"));
  EXPECT_FALSE(same_words("why is my bill", "why is my bill bigger"));
  EXPECT_FALSE(same_words("13", "31"));
}

std::string ask(Opinion& first, Opinion& second, Care care) {
  SecondOpinion both(first, second, DoubtPolicy{.doubt = 0.8F});
  return both.transcribe({}, audio::kTelephoneRate, {.care = care}, {})->text;
}

TEST(SecondOpinion, IsAskedOnlyInDoubtAndOnlyForWhatIsActedUpon) {
  Opinion sure({.text = "sure", .confidence = 0.9F}), unsure({.text = "unsure", .confidence = 0.5F}),
      second({.text = "second"});
  EXPECT_EQ(ask(sure, second, Care::firm), "sure");
  EXPECT_EQ(ask(unsure, second, Care::draft), "unsure");
  EXPECT_EQ(second.asked, 0);
  EXPECT_EQ(ask(unsure, second, Care::firm), "second");
}

TEST(SecondOpinion, ThatRanInCirclesIsNotTaken) {
  Opinion unsure({.text = "unsure", .confidence = 0.5F}),
      looped({.text = "six six six", .confidence = 0.0F, .looped = true});
  EXPECT_EQ(ask(unsure, looped, Care::firm), "unsure");
}

// As a form would: an id that ends in its check digit 7 proves itself.
Fit judge_id(std::string_view text) {
  if (text.size() != 3) return Fit::none;
  return text.back() == '7' ? Fit::proven : Fit::form;
}

TEST(Doubt, IsOverWhenAReadingProvesItself) {
  const DoubtPolicy policy{.doubt = 0.8F, .doubt_of_answers = 0.9F};
  EXPECT_FALSE(in_doubt({.text = "127", .confidence = 0.3F}, judge_id, policy));
  EXPECT_TRUE(in_doubt({.text = "128", .confidence = 0.85F}, judge_id, policy));
  EXPECT_FALSE(in_doubt({.text = "128", .confidence = 0.85F}, nullptr, policy)) << "nothing was asked for";
  EXPECT_TRUE(in_doubt({.text = "127", .confidence = 0.9F, .looped = true}, judge_id, policy));
}

TEST(BetterReading, IsTheOneThatAnswersWhatWasAsked) {
  const auto better = [](std::string_view first, std::string_view second, const JudgeReading& judge) {
    return better_of({.text = std::string(first)}, {.text = std::string(second)}, judge).text;
  };
  EXPECT_EQ(better("127", "12", judge_id), "127");
  EXPECT_EQ(better("128", "127", judge_id), "127");
  EXPECT_EQ(better("128", "129", judge_id), "129") << "they fit alike: the better recogniser's";
  EXPECT_EQ(better("a", "b", nullptr), "b");
  EXPECT_EQ(better("a", "", nullptr), "a") << "the larger recogniser says nothing of some noisy speech";
}

}  // namespace
}  // namespace attendant::speech
