#include "audio/stream_buffer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "audio/level.hpp"

namespace attendant::audio {
namespace {

using std::chrono::milliseconds;

constexpr Instant kStart{std::chrono::seconds(100)};

Samples tone(std::size_t count, std::size_t from = 0, double hertz = 200.0) {
  Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<std::int16_t>(
        8000.0 * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(from + i) / 8000.0));
  }
  return out;
}

struct Out {
  Instant at;
  Pulled pulled;
  Frame frame;
};

// A buffer that is pulled every 20 ms; messages are sent at a time and arrive at another.
class StreamBufferTest : public testing::Test {
 protected:
  // Runs for this long; the sender's message of the sound since the last one is held up by `late`.
  template <class Late>
  void run(milliseconds time, milliseconds message, Late late) {
    for (milliseconds t{0}; t < time; ++t, now_ += milliseconds(1)) {
      if (t.count() % message.count() == 0) {
        const auto size = static_cast<std::size_t>(kTelephoneRate.samples_in(message));
        const Instant arrival = std::max(now_ + late(t), newest_arrival_);  // in order
        newest_arrival_ = arrival;
        on_the_way_.push_back({arrival, tone(size, sent_)});
        sent_ += size;
      }
      deliver_and_pull();
    }
  }
  void pass(milliseconds time) {
    for (milliseconds t{0}; t < time; ++t, now_ += milliseconds(1)) deliver_and_pull();
  }
  void deliver_and_pull() {
    while (!on_the_way_.empty() && on_the_way_.front().first <= now_) {
      buffer_.push(on_the_way_.front().second, now_);
      on_the_way_.erase(on_the_way_.begin());
    }
    if ((now_ - kStart) % milliseconds(20) != Duration(0)) return;
    Out out{.at = now_, .pulled = {}, .frame = {}};
    out.pulled = buffer_.pull(now_, out.frame);
    out_.push_back(out);
  }
  // How long the newest frame of sound lay between the wire and its playing.
  std::int64_t delay_ms() const { return to_ms(out_.back().at - out_.back().pulled.captured); }
  std::uint64_t concealed() const { return buffer_.stats().concealed; }

  StreamBuffer buffer_;
  Instant now_ = kStart;
  Instant newest_arrival_{};
  std::size_t sent_ = 0;
  std::vector<std::pair<Instant, Samples>> on_the_way_;
  std::vector<Out> out_;
};

const auto kOnTime = [](milliseconds) { return milliseconds(0); };

TEST_F(StreamBufferTest, PlaysAnEvenStreamCompleteAfterAShortDelay) {
  run(milliseconds(1000), milliseconds(20), kOnTime);
  EXPECT_LE(delay_ms(), 50);
  Samples played;
  for (const Out& out : out_) {
    if (out.pulled.origin == Origin::received)
      played.insert(played.end(), out.frame.begin(), out.frame.end());
  }
  ASSERT_GE(played.size(), 7500U);
  EXPECT_EQ(played, tone(played.size()));
  EXPECT_EQ(concealed(), 0U);
}

TEST_F(StreamBufferTest, TellsWhenSoundWasOnTheWireWhateverTheMessages) {
  for (const milliseconds message : {milliseconds(20), milliseconds(100), milliseconds(160)}) {
    SCOPED_TRACE(message.count());
    buffer_ = StreamBuffer();
    out_.clear();
    const Instant begun = now_;
    run(milliseconds(2000), message, kOnTime);
    std::int64_t played = 0;
    for (const Out& out : out_) {
      if (out.pulled.origin != Origin::received) continue;
      // Sample 0 of the first message left the microphone one message before it arrived, its frame's end 20
      // ms after that.
      const Instant spoken = begun - message + kTelephoneRate.duration_of(played) + kFrameTime;
      if (out.at > begun + milliseconds(300)) {
        EXPECT_LE(std::abs(to_ms(out.pulled.captured - spoken)), 1);
      }
      played += static_cast<std::int64_t>(kFrameSamples);
    }
  }
}

TEST_F(StreamBufferTest, WaitsAsLongAsTheMessagesAreUnevenAndNoLonger) {
  std::mt19937 random(5);
  run(milliseconds(10000), milliseconds(20), [&](milliseconds) { return milliseconds(random() % 121); });
  const std::uint64_t before = concealed();
  run(milliseconds(20000), milliseconds(20), [&](milliseconds) { return milliseconds(random() % 121); });
  EXPECT_LT(concealed() - before, 20U) << "of 1000 frames";
  EXPECT_GE(buffer_.target_delay(), milliseconds(110));
  EXPECT_LE(buffer_.target_delay(), milliseconds(160));
  EXPECT_EQ(out_.size(), 1500U);
}

TEST_F(StreamBufferTest, TakesAMutedMicrophoneForAPauseAndStaysQuick) {
  run(milliseconds(2000), milliseconds(20), kOnTime);
  const std::int64_t before = delay_ms();
  pass(milliseconds(700));
  EXPECT_EQ(out_.back().pulled.origin, Origin::silence);
  run(milliseconds(400), milliseconds(20), kOnTime);
  EXPECT_EQ(buffer_.stats().pauses, 1U);
  EXPECT_EQ(out_.back().pulled.origin, Origin::received);
  EXPECT_LE(delay_ms(), before + 20);
}

TEST_F(StreamBufferTest, LosesNothingInAStallAndCatchesUpWithoutAPauseOfSpeech) {
  run(milliseconds(2000), milliseconds(20), kOnTime);
  // For 700 ms nothing comes through, then all of it at once.
  run(milliseconds(700), milliseconds(20), [](milliseconds sent) { return milliseconds(700) - sent; });
  run(milliseconds(200), milliseconds(20), kOnTime);
  EXPECT_EQ(buffer_.stats().dropped, 0U);
  EXPECT_GT(delay_ms(), 500) << "the time of capture is that before the stall";
  EXPECT_LT(delay_ms(), 800);
  run(milliseconds(5000), milliseconds(20), kOnTime);
  EXPECT_LE(delay_ms(), 200);
  EXPECT_GT(buffer_.stats().compressed, 0U);
  // The tone is what it was: 200 Hz at its level, however much was left out.
  float level = 0.0F;
  int crossings = 0;
  const std::size_t from = out_.size() - 200;
  std::int16_t last = 0;
  for (std::size_t i = from; i < out_.size(); ++i) {
    level += rms(out_[i].frame) / 200.0F;
    for (const std::int16_t sample : out_[i].frame) {
      crossings += last < 0 && sample >= 0 ? 1 : 0;
      last = sample;
    }
  }
  EXPECT_NEAR(level, 5657.0F, 200.0F);
  EXPECT_NEAR(crossings, 800, 8);
}

TEST_F(StreamBufferTest, CatchesUpInAPauseOfSpeechAtOnce) {
  run(milliseconds(1000), milliseconds(20), kOnTime);
  run(milliseconds(700), milliseconds(20), [](milliseconds sent) { return milliseconds(700) - sent; });
  pass(milliseconds(1));
  for (int i = 0; i < 70; ++i) {  // silence, as it is when somebody listens
    on_the_way_.push_back({now_, Samples(kFrameSamples, 0)});
    pass(milliseconds(20));
  }
  EXPECT_LT(delay_ms(), 80);
}

TEST_F(StreamBufferTest, NeverHoldsMoreThanTheLargestBacklog) {
  run(milliseconds(200), milliseconds(20), kOnTime);
  buffer_.push(tone(40000), now_);  // five seconds at once
  EXPECT_GE(buffer_.stats().dropped, 40000U - 12000U);
  pass(milliseconds(40));
  EXPECT_LE(delay_ms(), 1600);
}

TEST_F(StreamBufferTest, FollowsASenderWhoseClockIsFast) {
  // 0.5 % fast for a minute: 300 ms more sound than time.
  for (int i = 0; i < 3000; ++i) {
    on_the_way_.push_back({now_, tone(i % 5 == 0 ? 164 : 160, sent_)});
    sent_ += on_the_way_.back().second.size();
    pass(milliseconds(20));
  }
  EXPECT_EQ(buffer_.stats().dropped, 0U);
  EXPECT_LT(delay_ms(), 200);
}

TEST_F(StreamBufferTest, PlaysTheLastFewSamplesToo) {
  buffer_.push(tone(250), now_);
  pass(milliseconds(200));
  Samples played;
  for (const Out& out : out_) played.insert(played.end(), out.frame.begin(), out.frame.end());
  const Samples sent = tone(250);
  EXPECT_NE(std::ranges::search(played, sent).begin(), played.end());
}

}  // namespace
}  // namespace attendant::audio
