// The recogniser with its thread, over a detector and a transcriber that need no model: loud is a voice, and
// the words are the length of the audio.
#include "speech/local_recognizer.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <ranges>

#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

using namespace std::chrono_literals;

class LoudnessDetector final : public VoiceDetector {
 public:
  Status detect(std::span<VoiceWindow> windows) override {
    for (VoiceWindow& window : windows) window.probability = window.samples[0] > 1000 ? 0.9F : 0.0F;
    return {};
  }
};

class LengthTranscriber final : public Transcriber {
 public:
  Result<Transcript> transcribe(audio::SamplesView samples, audio::SampleRate rate, const ReadingRequest&,
                                std::stop_token) override {
    return Transcript{
        .text = std::to_string(rate.duration_of(static_cast<std::int64_t>(samples.size())) / 100ms)};
  }
};

class Events {
 public:
  HearingSink sink() {
    return [this](HearingEvent event) {
      const std::lock_guard hold(lock_);
      events_.push_back(std::move(event));
      changed_.notify_all();
    };
  }
  template <class Event>
  Event wait_for(std::ptrdiff_t count = 1) {
    std::unique_lock hold(lock_);
    changed_.wait(hold, [&] { return std::ranges::count_if(events_, is<Event>) >= count; });
    auto events = events_ | std::views::filter(is<Event>);
    return std::get<Event>(*std::ranges::next(events.begin(), count - 1));
  }
  template <class Event>
  bool has() {
    const std::lock_guard hold(lock_);
    return std::ranges::any_of(events_, is<Event>);
  }

 private:
  template <class Event>
  static bool is(const HearingEvent& event) {
    return std::holds_alternative<Event>(event);
  }

  std::mutex lock_;
  std::condition_variable changed_;
  std::vector<HearingEvent> events_;
};

struct Recognition {
  LoudnessDetector detector;
  LengthTranscriber transcriber;
  runtime::Pool pool{{.name = "test", .threads = 2}};
  LocalRecognizer recognizer{{.streams = 2, .tick = 1ms}, detector, transcriber, pool};
};

// Is sure, and wrong.
class SureTranscriber final : public Transcriber {
 public:
  Result<Transcript> transcribe(audio::SamplesView, audio::SampleRate, const ReadingRequest&,
                                std::stop_token) override {
    return Transcript{.text = "NW 2", .confidence = 0.95F};
  }
};

// Hears little, or answers what was asked; waits until it is allowed to.
class DoubtfulTranscriber final : public Transcriber {
 public:
  Result<Transcript> transcribe(audio::SamplesView, audio::SampleRate, const ReadingRequest&,
                                std::stop_token) override {
    return Transcript{.text = "NW 1", .confidence = 0.4F};
  }
};
class SecondTranscriber final : public Transcriber {
 public:
  Result<Transcript> transcribe(audio::SamplesView, audio::SampleRate, const ReadingRequest&,
                                std::stop_token stop) override {
    std::unique_lock hold(lock_);
    allowed_.wait(hold, stop, [this] { return allow_; });
    return Transcript{.text = "NW 12", .confidence = 0.6F};
  }
  void allow() {
    const std::lock_guard hold(lock_);
    allow_ = true;
    allowed_.notify_all();
  }

 private:
  std::mutex lock_;
  std::condition_variable_any allowed_;
  bool allow_ = false;
};

template <class First>
struct TwoReadings {
  LoudnessDetector detector;
  First first;
  SecondTranscriber second;
  runtime::Pool pool{{.name = "test", .threads = 2}};
  runtime::Pool second_pool{{.name = "second"}};
  LocalRecognizer recognizer{
      {.streams = 2, .tick = 1ms, .second = &second, .second_decoders = &second_pool}, detector, first, pool};
};

// Frames of 20 ms, slowly enough for the ring.
void say(RecognizerStream& stream, std::chrono::milliseconds time, std::int16_t level, Instant& now,
         audio::SampleRate rate) {
  const audio::Samples frame(static_cast<std::size_t>(rate.samples_in(20ms)), level);
  for (auto done = 0ms; done < time; done += 20ms) {
    stream.push(frame, now);
    now += 20ms;
    if (done % 200ms == 0ms) std::this_thread::sleep_for(3ms);
  }
}

TEST(LocalRecognizer, HearsAnUtteranceAtBothRates) {
  for (const audio::SampleRate rate : {audio::kTelephoneRate, audio::kSpeechRate}) {
    Recognition hearing;
    Events events;
    auto stream = hearing.recognizer.open(rate, events.sink());
    ASSERT_TRUE(stream);
    Instant now{};
    say(**stream, 400ms, 0, now, rate);
    say(**stream, 600ms, 3000, now, rate);
    say(**stream, 500ms, 0, now, rate);
    const Paused paused = events.wait_for<Paused>();
    EXPECT_NEAR(std::stoi(paused.text), 12, 1);  // 400 ms before, 600 ms of voice, 200 ms after
    EXPECT_NEAR(static_cast<double>(to_ms(paused.last_voiced.time_since_epoch())), 1000.0, 40.0);
    (*stream)->finish();
    events.wait_for<Final>();
  }
}

TEST(LocalRecognizer, AsksAgainInDoubtAndTellsTheBetterReading) {
  TwoReadings<DoubtfulTranscriber> hearing;
  hearing.second.allow();
  Events events;
  auto stream = hearing.recognizer.open(audio::kTelephoneRate, events.sink());
  ASSERT_TRUE(stream);
  Instant now{};
  say(**stream, 600ms, 3000, now, audio::kTelephoneRate);
  say(**stream, 400ms, 0, now, audio::kTelephoneRate);
  EXPECT_EQ(events.wait_for<Paused>().text, "NW 12");
  EXPECT_EQ(events.wait_for<Partial>().text, "NW 1") << "known at once, for interruptions";
}

TEST(LocalRecognizer, ReadsAgainInTheSilenceWhatWasToldAlready) {
  TwoReadings<SureTranscriber> hearing;
  Events events;
  auto stream = hearing.recognizer.open(audio::kTelephoneRate, events.sink());
  ASSERT_TRUE(stream);
  Instant now{};
  say(**stream, 600ms, 3000, now, audio::kTelephoneRate);
  say(**stream, 400ms, 0, now, audio::kTelephoneRate);
  EXPECT_EQ(events.wait_for<Paused>().text, "NW 2");
  hearing.second.allow();
  EXPECT_EQ(events.wait_for<Paused>(2).text, "NW 12");
}

TEST(LocalRecognizer, GoesOnWithTheFirstReadingWhenTheSecondComesTooLate) {
  TwoReadings<DoubtfulTranscriber> hearing;
  Events events;
  auto stream = hearing.recognizer.open(audio::kTelephoneRate, events.sink());
  ASSERT_TRUE(stream);
  Instant now{};
  say(**stream, 600ms, 3000, now, audio::kTelephoneRate);
  // Its time is the caller's silence: as soon as enough of it was heard, nobody waits any more.
  while (!events.has<Paused>() && !events.has<Final>()) say(**stream, 100ms, 0, now, audio::kTelephoneRate);
  EXPECT_EQ(events.has<Paused>() ? events.wait_for<Paused>().text : events.wait_for<Final>().text, "NW 1");
}

TEST(LocalRecognizer, HasABoundOfStreamsAndGivesThemBack) {
  Recognition hearing;
  Events events;
  auto first = hearing.recognizer.open(audio::kTelephoneRate, events.sink());
  auto second = hearing.recognizer.open(audio::kTelephoneRate, events.sink());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(hearing.recognizer.open(audio::kTelephoneRate, events.sink()).error().code, ErrorCode::exhausted);
  first->reset();
  Result<std::unique_ptr<RecognizerStream>> third = fail(ErrorCode::exhausted, "");
  for (int i = 0; i < 1000 && !third; ++i) {
    std::this_thread::sleep_for(1ms);
    third = hearing.recognizer.open(audio::kTelephoneRate, events.sink());
  }
  EXPECT_TRUE(third);
}

TEST(LocalRecognizer, RefusesOtherRates) {
  Recognition hearing;
  EXPECT_EQ(hearing.recognizer.open(audio::SampleRate(44100), [](const HearingEvent&) {}).error().code,
            ErrorCode::unsupported);
}

TEST(LocalRecognizer, DeliversNothingAfterAStreamIsGone) {
  Recognition hearing;
  bool gone = false;
  auto stream =
      hearing.recognizer.open(audio::kTelephoneRate, [&gone](const HearingEvent&) { EXPECT_FALSE(gone); });
  Instant now{};
  say(**stream, 600ms, 3000, now, audio::kTelephoneRate);
  stream->reset();
  gone = true;
  std::this_thread::sleep_for(5ms);
}

}  // namespace
}  // namespace attendant::speech
