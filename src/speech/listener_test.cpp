#include "speech/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

using namespace std::chrono_literals;

// A call whose time is its audio: windows of 32 ms, voiced or silent; decodes are answered when the test says
// so.
class Call {
 public:
  explicit Call(ListenPolicy policy = {}) : listener_(policy) {}

  void hear(std::chrono::milliseconds time, bool voiced, bool busy = false) {
    for (Duration done{0}; done < time; done += 32ms) {
      take(listener_.on_window(window_, voiced ? 0.9F : 0.05F, now_, busy));
      now_ += 32ms;
    }
  }
  // Loud, and no voice to the detector.
  void noise(std::chrono::milliseconds time) {
    std::swap(window_, loud_);
    hear(time, false);
    std::swap(window_, loud_);
  }
  void voice(std::chrono::milliseconds time) { hear(time, true); }
  void loud_voice(std::chrono::milliseconds time) {
    std::swap(window_, loud_);
    hear(time, true);
    std::swap(window_, loud_);
  }
  void silence(std::chrono::milliseconds time) { hear(time, false); }
  void answer(std::uint32_t id, std::string text) {
    take(listener_.on_decoded(id, Transcript{.text = std::move(text), .confidence = 0.9F}));
  }
  void answer_last(std::string text) { answer(decodes_.back().id, std::move(text)); }
  void fail_last() { take(listener_.on_decoded(decodes_.back().id, fail(ErrorCode::internal, "broken"))); }
  void read_again(std::uint32_t id, std::string text) {
    take(listener_.on_read_again(id, Transcript{.text = std::move(text), .confidence = 0.9F}));
  }
  void judge_last(float finished) { take(listener_.on_judged(questions_.back().id, finished)); }
  void take_turn() { take(listener_.take_turn()); }
  void finish() { take(listener_.finish()); }

  template <class Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const HearingEvent& event : events_) {
      if (const auto* one = std::get_if<Event>(&event)) found.push_back(*one);
    }
    return found;
  }
  const std::vector<Decode>& decodes() const { return decodes_; }
  const std::vector<std::uint32_t>& cancelled() const { return cancelled_; }
  const std::vector<AskJudge>& questions() const { return questions_; }
  Listener& listener() { return listener_; }
  Instant now() const { return now_; }

 private:
  void take(std::vector<ListenEffect> effects) {
    for (ListenEffect& effect : effects) {
      if (auto* event = std::get_if<HearingEvent>(&effect)) events_.push_back(std::move(*event));
      if (auto* decode = std::get_if<Decode>(&effect)) decodes_.push_back(std::move(*decode));
      if (auto* cancel = std::get_if<CancelDecode>(&effect)) cancelled_.push_back(cancel->id);
      if (auto* question = std::get_if<AskJudge>(&effect)) questions_.push_back(std::move(*question));
    }
  }

  Listener listener_;
  audio::Samples window_ = audio::Samples(256, 100), loud_ = audio::Samples(256, 2000);
  Instant now_{};
  std::vector<HearingEvent> events_;
  std::vector<Decode> decodes_;
  std::vector<std::uint32_t> cancelled_;
  std::vector<AskJudge> questions_;
};

TEST(Listener, OpensAnUtteranceAtTheFirstOfTwoVoicedWindows) {
  Call call;
  call.silence(320ms);
  call.voice(32ms);
  EXPECT_TRUE(call.all<SpeechStarted>().empty());
  call.voice(32ms);
  ASSERT_EQ(call.all<SpeechStarted>().size(), 1U);
  EXPECT_EQ(call.all<SpeechStarted>()[0].at, Instant(320ms));
}

TEST(Listener, TellsAVoiceThatMayBeComingBackBeforeTheDetectorKnows) {
  Call call;
  call.voice(640ms);
  call.silence(320ms);
  call.answer_last("my claim");
  ASSERT_EQ(call.all<Paused>().size(), 1U);
  const auto began = call.now();
  call.noise(96ms);
  ASSERT_EQ(call.all<Resumed>().size(), 1U);
  EXPECT_EQ(call.all<Resumed>()[0].at, began);
  call.loud_voice(320ms);
  EXPECT_EQ(call.all<Resumed>().size(), 1U) << "it is told once";
  EXPECT_EQ(call.all<Paused>().size(), 1U);
}

TEST(Listener, TellsAPauseAgainWhenItsWordsWereReadBetter) {
  Call call;
  call.voice(640ms);
  call.silence(320ms);
  call.answer_last("my clam");
  const auto reading = call.listener().firm_reading();
  ASSERT_TRUE(reading);
  call.silence(96ms);
  call.read_again(*reading, "my claim");
  ASSERT_EQ(call.all<Paused>().size(), 2U);
  EXPECT_EQ(call.all<Paused>()[1].text, "my claim");
  EXPECT_GT(call.all<Paused>()[1].silence, call.all<Paused>()[0].silence);
  call.read_again(*reading, "my claim");
  EXPECT_EQ(call.all<Paused>().size(), 2U) << "nothing new";
}

TEST(Listener, ForgetsABetterReadingOfASilenceThatIsOver) {
  Call call;
  call.voice(640ms);
  call.silence(320ms);
  call.answer_last("my clam");
  const auto reading = call.listener().firm_reading();
  ASSERT_TRUE(reading);
  call.voice(96ms);
  EXPECT_FALSE(call.listener().firm_reading());
  call.read_again(*reading, "my claim");
  EXPECT_EQ(call.all<Paused>().size(), 1U);
}

TEST(Listener, HearsAVoiceEndWhereItsLevelFallsNotWhereTheDetectorLetsGo) {
  Call call;
  call.silence(320ms);
  call.loud_voice(640ms);
  const auto end = call.now();
  call.voice(128ms);  // the detector's memory of it
  call.silence(320ms);
  call.answer_last("my claim");
  ASSERT_EQ(call.all<Paused>().size(), 1U);
  EXPECT_EQ(call.all<Paused>()[0].last_voiced, end);
}

TEST(Listener, TakesBackAStirThatWasNoVoice) {
  Call call;
  call.voice(640ms);
  call.silence(320ms);
  call.answer_last("my claim");
  const auto decodes = call.decodes().size();
  call.noise(96ms);
  call.silence(320ms);
  ASSERT_EQ(call.all<Paused>().size(), 2U);
  EXPECT_EQ(call.all<Paused>()[1].text, "my claim");
  EXPECT_EQ(call.all<Paused>()[1].last_voiced, call.all<Paused>()[0].last_voiced);
  EXPECT_GT(call.all<Paused>()[1].silence, call.all<Paused>()[0].silence);
  call.noise(96ms);
  EXPECT_EQ(call.all<Resumed>().size(), 1U) << "the same noise stirs once";
  EXPECT_EQ(call.decodes().size(), decodes) << "nothing new was said";
}

TEST(Listener, IgnoresASingleVoicedWindow) {
  Call call;
  for (int i = 0; i < 10; ++i) {
    call.voice(32ms);
    call.silence(64ms);
  }
  EXPECT_TRUE(call.all<SpeechStarted>().empty());
  EXPECT_TRUE(call.decodes().empty());
}

TEST(Listener, ShowsPartialsWhileTheCallerSpeaks) {
  Call call;
  call.voice(500ms);
  ASSERT_EQ(call.decodes().size(), 1U);
  EXPECT_EQ(call.decodes()[0].care, Care::draft);
  call.voice(2000ms);
  EXPECT_EQ(call.decodes().size(), 1U) << "one at a time";
  call.answer_last("my claim");
  ASSERT_EQ(call.all<Partial>().size(), 1U);
  EXPECT_EQ(call.all<Partial>()[0].text, "my claim");
}

TEST(Listener, LeavesPartialsOutUnderLoadButNotWhatIsActedUpon) {
  Call call;
  call.hear(3000ms, true, true);
  EXPECT_TRUE(call.decodes().empty());
  call.hear(300ms, false, true);
  ASSERT_EQ(call.decodes().size(), 1U);
  EXPECT_EQ(call.decodes()[0].care, Care::firm);
}

TEST(Listener, TellsThatAVoiceHasNoWordsSoFar) {
  Call call;
  call.voice(500ms);
  call.answer_last("");
  ASSERT_EQ(call.all<Partial>().size(), 1U);
  EXPECT_EQ(call.all<Partial>()[0].text, "");
}

TEST(Listener, AsksTheJudgeAsTheSilenceGrows) {
  Call call({.judged = true});
  call.silence(320ms);
  call.voice(8000ms);
  call.silence(160ms);
  EXPECT_TRUE(call.questions().empty());
  call.silence(64ms);
  ASSERT_EQ(call.questions().size(), 1U);
  EXPECT_EQ(call.questions()[0].audio.size(), 64'000U) << "the last eight seconds";
  call.judge_last(0.95F);
  call.silence(320ms);
  ASSERT_EQ(call.questions().size(), 2U);
  call.judge_last(0.1F);
  call.silence(512ms);
  ASSERT_EQ(call.questions().size(), 3U);
  call.judge_last(0.99F);  // by now anything sounds finished
  const auto judged = call.all<TurnJudged>();
  ASSERT_EQ(judged.size(), 3U);
  EXPECT_EQ(judged[0].advice, TurnAdvice::done);
  EXPECT_EQ(judged[1].advice, TurnAdvice::not_done);
  EXPECT_EQ(judged[2].advice, TurnAdvice::unsure);
}

TEST(Listener, AdviceThatComesWhenTheCallerHasGoneOnIsForgotten) {
  Call call({.judged = true});
  call.voice(960ms);
  call.silence(224ms);
  ASSERT_EQ(call.questions().size(), 1U);
  call.voice(64ms);
  call.judge_last(0.95F);
  EXPECT_TRUE(call.all<TurnJudged>().empty());
  call.silence(224ms);
  EXPECT_EQ(call.questions().size(), 2U) << "a new silence";
}

TEST(Listener, NoJudgeIsAskedUnderLoadOrWhereThereIsNone) {
  Call loaded({.judged = true}), alone;
  for (Call* call : {&loaded, &alone}) {
    call->voice(960ms);
    call->hear(1000ms, false, call == &loaded);
    EXPECT_TRUE(call->questions().empty());
  }
}

TEST(Listener, SaysWhetherTheCallerSpeaksOnBehindAClosedUtterance) {
  Call quiet, talking;
  for (Call* call : {&quiet, &talking}) {
    call->voice(10'240ms);
    call->silence(160ms);  // its cap: closed in the first short pause
    if (call == &talking) call->voice(128ms);
    call->answer_last("it all began");
    ASSERT_EQ(call->all<Final>().size(), 1U);
    EXPECT_EQ(call->all<Final>()[0].talking, call == &talking);
  }
}

TEST(Listener, DecodesSpeculativelyInAPauseWithPreAndPostRoll) {
  Call call;
  call.silence(1024ms);
  call.voice(320ms);
  call.silence(256ms);
  ASSERT_EQ(call.decodes().size(), 1U);
  // 400 ms before the first voiced sample, 320 ms of voice, 200 ms after.
  EXPECT_NEAR(static_cast<double>(call.decodes()[0].audio.size()) / 8.0, 920.0, 1.0);
  call.answer_last("yes");
  const auto paused = call.all<Paused>();
  ASSERT_EQ(paused.size(), 1U);
  EXPECT_EQ(paused[0].text, "yes");
  EXPECT_EQ(paused[0].last_voiced, Instant(1344ms));
  EXPECT_EQ(paused[0].silence, 256ms);
}

TEST(Listener, CancelsThePartialWhenTheFirmDecodeIsDue) {
  Call call;
  call.voice(500ms);
  call.silence(256ms);
  ASSERT_EQ(call.decodes().size(), 2U);
  EXPECT_THAT(call.cancelled(), testing::ElementsAre(call.decodes()[0].id));
  call.answer(call.decodes()[0].id, "too late");
  EXPECT_TRUE(call.all<Partial>().empty());
}

TEST(Listener, TakesThePauseBackWhenTheCallerGoesOn) {
  Call call;
  call.voice(320ms);
  call.silence(256ms);
  call.answer_last("my claim is");
  call.voice(320ms);
  ASSERT_EQ(call.all<Resumed>().size(), 1U);
  EXPECT_EQ(call.all<Resumed>()[0].at, Instant(576ms));
  call.silence(256ms);
  call.answer_last("my claim is four two");
  ASSERT_EQ(call.all<Paused>().size(), 2U);
  EXPECT_EQ(call.all<Paused>()[1].text, "my claim is four two");
  EXPECT_GT(call.decodes().back().audio.size(), 8U * 800U) << "the whole utterance is decoded again";
}

TEST(Listener, SaysNothingOfAPauseThatEndedBeforeItsDecode) {
  Call call;
  call.voice(320ms);
  call.silence(256ms);
  const auto id = call.decodes().back().id;
  call.voice(64ms);
  EXPECT_THAT(call.cancelled(), testing::Contains(id));
  call.answer(id, "stale");
  EXPECT_TRUE(call.all<Paused>().empty());
  EXPECT_TRUE(call.all<Resumed>().empty());
}

TEST(Listener, ForgetsAnUtteranceWhoseTurnWasTaken) {
  Call call;
  call.voice(320ms);
  call.silence(256ms);
  call.answer_last("yes");
  call.take_turn();
  EXPECT_FALSE(call.listener().in_utterance());
  call.silence(5000ms);
  EXPECT_TRUE(call.all<Final>().empty());
  call.voice(320ms);
  EXPECT_EQ(call.all<SpeechStarted>().size(), 2U);
}

TEST(Listener, KeepsWordsThatCameWhileTheTurnWasTaken) {
  Call call;
  call.voice(640ms);
  call.silence(256ms);
  call.answer_last("yes");
  call.voice(320ms);
  call.take_turn();
  ASSERT_EQ(call.all<SpeechStarted>().size(), 2U);
  call.silence(256ms);
  call.answer_last("wait");
  EXPECT_EQ(call.all<Paused>().back().text, "wait");
  EXPECT_LT(call.decodes().back().audio.size(), 8U * 700U) << "without the words of the turn";
}

TEST(Listener, IgnoresATurnTakenOfNothing) {
  Call call;
  call.voice(320ms);
  call.take_turn();
  EXPECT_TRUE(call.listener().in_utterance());
}

TEST(Listener, ClosesAnUtteranceThatNobodyTakes) {
  Call call;
  call.voice(320ms);
  call.silence(256ms);
  call.answer_last("hello");
  call.silence(1000ms);
  EXPECT_TRUE(call.all<Final>().empty());
  call.silence(300ms);
  ASSERT_EQ(call.all<Final>().size(), 1U);
  EXPECT_EQ(call.all<Final>()[0].text, "hello");
  EXPECT_FALSE(call.all<Final>()[0].capped);
  EXPECT_EQ(call.decodes().size(), 1U) << "the pause's decode serves";
}

TEST(Listener, WaitsLongerWhileDigitsAreExpected) {
  Call call;
  call.listener().expect_digits(true);
  call.voice(320ms);
  call.silence(256ms);
  call.answer_last("four two");
  call.silence(2000ms);
  EXPECT_TRUE(call.all<Final>().empty());
  call.silence(400ms);
  EXPECT_EQ(call.all<Final>().size(), 1U);
}

TEST(Listener, EndsALongUtteranceAtAShortPause) {
  Call call;
  call.voice(10'500ms);
  call.silence(160ms);
  EXPECT_FALSE(call.listener().in_utterance());
  call.answer_last("a long story");
  ASSERT_EQ(call.all<Final>().size(), 1U);
  EXPECT_TRUE(call.all<Final>()[0].capped);
}

TEST(Listener, EndsAnEndlessUtteranceAndGoesOnListening) {
  Call call;
  call.voice(40'000ms);
  EXPECT_GE(call.all<SpeechStarted>().size(), 3U);
  for (const Decode& decode : call.decodes()) EXPECT_LE(decode.audio.size(), 8U * 14'300U);
}

TEST(Listener, ReportsAFailedDecodeAsSomethingWithoutWords) {
  Call call;
  call.voice(320ms);
  call.silence(256ms);
  call.fail_last();
  ASSERT_EQ(call.all<Paused>().size(), 1U);
  EXPECT_EQ(call.all<Paused>()[0].text, "");
  EXPECT_EQ(call.all<Paused>()[0].confidence, 0.0F);
}

TEST(Listener, EndsWhatIsOpenWhenTheAudioEnds) {
  Call call;
  call.voice(640ms);
  call.finish();
  EXPECT_FALSE(call.listener().at_rest());
  call.answer_last("good");
  ASSERT_EQ(call.all<Final>().size(), 1U);
  EXPECT_EQ(call.all<Final>()[0].text, "good");
  EXPECT_TRUE(call.listener().at_rest());
}

TEST(Listener, UsesTheRunningDecodeOfAPauseForTheFinal) {
  Call call;
  call.voice(320ms);
  call.silence(256ms);
  call.finish();
  EXPECT_EQ(call.decodes().size(), 1U);
  call.answer_last("bye");
  ASSERT_EQ(call.all<Final>().size(), 1U);
}

TEST(Listener, DecodesAPauseLaterWhileTheDecodersAreBehind) {
  Call call({.pause = 160ms});
  call.voice(320ms);
  call.hear(224ms, false, true);
  EXPECT_TRUE(call.decodes().empty());
  call.hear(32ms, false, true);
  EXPECT_EQ(call.decodes().size(), 1U);
}

}  // namespace
}  // namespace attendant::speech
