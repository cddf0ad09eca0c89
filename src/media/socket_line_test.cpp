// What a line over a WebSocket hears, converts, records and reports.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <random>
#include <span>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/level.hpp"
#include "media/kept_recording.hpp"
#include "media/socket_line_fixture.hpp"

namespace attendant::media {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

using SocketLineTest = SocketLineFixture;

TEST_F(SocketLineTest, HearsMessagesOfAnyLengthCompleteAndInOrder) {
  std::mt19937 random(3);
  const audio::Samples said = ramp(8000 * 4);
  std::size_t sent = 0;
  std::vector<CallerFrame> all;
  for (int ms = 0; ms < 4400; ms += 10) {
    // What was said until now, whenever a message is due: 0 to 200 ms of it.
    if (const auto until = std::min<std::size_t>(said.size(), static_cast<std::size_t>(ms) * 8);
        until - sent >= random() % 1600) {
      line->receive(audio::SamplesView(said).subspan(sent, until - sent), clock.now());
      sent = until;
    }
    pass(milliseconds(10));
    for (const CallerFrame& frame : frames()) all.push_back(frame);
  }
  EXPECT_EQ(all.size(), 220U) << "one frame per 20 ms";
  audio::Samples heard;
  for (const CallerFrame& frame : std::span(all).subspan(50))
    heard.insert(heard.end(), frame.samples.begin(), frame.samples.end());
  // From the second second on the delay has settled.
  const auto wanted = audio::SamplesView(said).subspan(12000, 16000);
  EXPECT_NE(std::ranges::search(heard, wanted).begin(), heard.end());
}

TEST_F(SocketLineTest, GivesOneFrameEvery20MillisecondsHoweverLateTheMessages) {
  std::mt19937 random(9);
  std::vector<Instant> arrivals;
  Instant newest = clock.now();
  const Instant begun = clock.now();
  for (int i = 0; i < 500; ++i) {
    newest = std::max(newest, begun + milliseconds(20 * i) + milliseconds(random() % 121));
    arrivals.push_back(newest);
  }
  std::size_t next = 0;
  std::vector<CallerFrame> all;
  for (int ms = 0; ms < 10000; ms += 5) {
    for (; next < arrivals.size() && arrivals[next] <= clock.now(); ++next)
      line->receive(ramp(160, next * 160), clock.now());
    pass(milliseconds(5), milliseconds(5));
    for (const CallerFrame& frame : frames()) all.push_back(frame);
  }
  ASSERT_EQ(all.size(), 500U);
  int received = 0;
  for (const CallerFrame& frame : std::span(all).subspan(250)) {
    if (frame.origin == audio::Origin::received) ++received;
  }
  EXPECT_GE(received, 240);
  // Their times are those of an even stream.
  for (std::size_t i = 251; i < all.size(); ++i) {
    if (all[i].origin != audio::Origin::received || all[i - 1].origin != audio::Origin::received) continue;
    EXPECT_LE(std::abs(to_ms(all[i].captured - all[i - 1].captured) - 20), 21) << i;
  }
  EXPECT_EQ(line->stats().frames_dropped, 0U);
  EXPECT_GT(line->stats().jitter_ms, 80.0F);
}

TEST_F(SocketLineTest, MakesUpForALateTickWithAllItsFrames) {
  pass(milliseconds(100));
  EXPECT_EQ(frames().size(), 5U);
  clock.advance(milliseconds(300));
  line->tick(clock.now());
  EXPECT_EQ(frames().size(), 16U);
}

TEST_F(SocketLineTest, RefusesAMessageThatIsTooLong) {
  line->receive(ramp(8001), clock.now());
  EXPECT_EQ(line->stats().refused_packets, 1U);
  EXPECT_EQ(line->stats().received, 0U);
}

TEST_F(SocketLineTest, HearsSilenceWhileItOnlySends) {
  line->set_remote({.rtcp_port = {}, .telephone_event = {}, .direction = Direction::send_only});
  for (int i = 0; i < 200; ++i) {
    line->receive(ramp(160), clock.now());
    pass(milliseconds(20));
    for (const CallerFrame& frame : frames()) EXPECT_EQ(frame.origin, audio::Origin::silence);
  }
  EXPECT_TRUE(events_of<SoundMissing>().empty());
}

TEST_F(SocketLineTest, TellsOfMissingSoundAndOfItsEnd) {
  open({.rate = rate, .timeout = milliseconds(5000), .buffer = {}});
  pass(milliseconds(2000));
  EXPECT_TRUE(events().empty());
  pass(milliseconds(4000));
  line->receive(ramp(160), clock.now());
  pass(milliseconds(20));
  const auto all = events();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<SoundMissing>(all[0]));
  EXPECT_TRUE(std::holds_alternative<MediaTimedOut>(all[1]));
  EXPECT_TRUE(std::holds_alternative<SoundBack>(all[2]));
}

// ---- rates
// -------------------------------------------------------------------------------------------------------

audio::Samples tone(audio::SampleRate rate, double hertz, std::size_t count) {
  audio::Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<std::int16_t>(
        8000.0 * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / rate.hertz()));
  }
  return out;
}

int rising_crossings(audio::SamplesView samples) {
  int crossings = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
  return crossings;
}

class SocketLineAtEveryRate : public SocketLineFixture, public testing::WithParamInterface<int> {
 protected:
  SocketLineAtEveryRate() : SocketLineFixture(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(Rates, SocketLineAtEveryRate, testing::Values(8000, 16000, 24000));

TEST_P(SocketLineAtEveryRate, KeepsATonesPitchAndLevelOnTheWayOut) {
  line->play(UtteranceId(1), tone(audio::kTelephoneRate, 440.0, 16000), true);
  pass(milliseconds(2500));
  ASSERT_NEAR(static_cast<double>(far.sound.size()), 2.0 * rate.hertz(), 0.02 * rate.hertz());
  const auto second = audio::SamplesView(far.sound).subspan(static_cast<std::size_t>(rate.hertz()) / 2,
                                                            static_cast<std::size_t>(rate.hertz()));
  EXPECT_NEAR(rising_crossings(second), 440, 1);
  EXPECT_NEAR(audio::rms(second), 5657.0F, 60.0F);
  EXPECT_EQ(far.ran_dry, Duration(0));
  EXPECT_LE(far.furthest_ahead, milliseconds(60));
}

TEST_P(SocketLineAtEveryRate, KeepsATonesPitchAndLevelOnTheWayIn) {
  const auto message = static_cast<std::size_t>(rate.hertz()) / 50;
  const audio::Samples said = tone(rate, 440.0, message * 100);
  audio::Samples heard;
  for (std::size_t i = 0; i < 100; ++i) {
    line->receive(audio::SamplesView(said).subspan(i * message, message), clock.now());
    pass(milliseconds(20));
    for (const CallerFrame& frame : frames())
      heard.insert(heard.end(), frame.samples.begin(), frame.samples.end());
  }
  const auto second = audio::SamplesView(heard).subspan(4000, 8000);
  EXPECT_NEAR(rising_crossings(second), 440, 1);
  EXPECT_NEAR(audio::rms(second), 5657.0F, 60.0F);
}

TEST_P(SocketLineAtEveryRate, CutsAtWhatWasHeard) {
  line->play(UtteranceId(1), tone(audio::kTelephoneRate, 440.0, 16000), true);
  pass(milliseconds(333), milliseconds(1));
  line->stop();
  line->tick(clock.now());
  const auto cuts = events_of<Cut>();
  ASSERT_EQ(cuts.size(), 1U);
  EXPECT_EQ(cuts[0].samples_played, 333 * 8);
  // The filter's delay: about 5 ms.
  EXPECT_NEAR(static_cast<double>(far.sound.size()), 0.333 * rate.hertz(), 0.006 * rate.hertz());
}

// ---- recording and figures
// ---------------------------------------------------------------------------------------

TEST_F(SocketLineTest, RecordsBothSidesAlignedToTheTick) {
  KeptRecording::Kept kept;
  int finished = 0;
  line->start_recording(std::make_unique<KeptRecording>(kept),
                        [&](const auto& summary) { finished += summary ? 1 : 0; });
  for (int i = 0; i < 50; ++i) {
    if (i == 10) line->play(UtteranceId(1), audio::Samples(800, 8000), true);
    line->receive(audio::Samples(160, i >= 10 && i < 15 ? 4000 : 0), clock.now());
    pass(milliseconds(20));
  }
  line->stop_recording();
  pass(milliseconds(200));
  EXPECT_EQ(finished, 1);
  EXPECT_EQ(kept.caller.size(), 50U * 160U);
  ASSERT_EQ(kept.agent.size(), kept.caller.size());
  const auto spoken = static_cast<std::int64_t>(audio::first_voiced(kept.agent).value_or(0));
  const auto heard = static_cast<std::int64_t>(audio::first_voiced(kept.caller).value_or(0));
  EXPECT_NEAR(static_cast<double>(spoken), 10.0 * 160.0, 160.0);
  EXPECT_NEAR(static_cast<double>(heard - spoken), 160.0, 320.0) << "the delay of the buffer only";
  const auto loud = std::ranges::count_if(kept.agent, [](std::int16_t sample) { return sample > 7000; });
  EXPECT_NEAR(static_cast<double>(loud), 800.0, 4.0) << "and the wave's way to zero";
}

TEST_F(SocketLineTest, RecordsNothingThatWasNotHeard) {
  KeptRecording::Kept kept;
  line->start_recording(std::make_unique<KeptRecording>(kept), [](const auto&) {});
  line->play(UtteranceId(1), audio::Samples(8000, 8000), true);
  pass(milliseconds(200));
  line->stop();
  pass(milliseconds(400));
  const auto recorded = std::ranges::count_if(kept.agent, [](std::int16_t sample) { return sample > 7000; });
  EXPECT_GE(recorded, 1600);
  EXPECT_LE(recorded, 1600 + 160);
}

TEST_F(SocketLineTest, MarksThePauseOfARecordingAndEndsItWithTheLine) {
  KeptRecording::Kept kept;
  int finished = 0;
  line->start_recording(std::make_unique<KeptRecording>(kept), [&](const auto&) { ++finished; });
  pass(milliseconds(200));
  line->pause_recording();
  pass(milliseconds(400));
  line->resume_recording();
  pass(milliseconds(400));
  EXPECT_EQ(finished, 0);
  line.reset();
  recorder.run_once();
  EXPECT_EQ(finished, 1);
  EXPECT_THAT(kept.marks, ElementsAre("pause at 1600", "resume at 4800"));
  EXPECT_EQ(kept.caller.size(), 8000U);
}

TEST_F(SocketLineTest, ReportsHowTheCallerSounds) {
  for (int i = 0; i < 200; ++i) {
    line->receive(ramp(160), clock.now());
    pass(milliseconds(20));
  }
  line->play(UtteranceId(1), ramp(1600), true);
  pass(milliseconds(40));
  const LineStats stats = line->stats();
  EXPECT_EQ(stats.received, 200U);
  EXPECT_GE(stats.sent, 3U);
  EXPECT_GT(stats.mos, 4.2F);
  EXPECT_GE(stats.delay_ms, 30.0F);
  EXPECT_EQ(stats.frames_dropped, 202U - 32U) << "nobody took them";
}

}  // namespace
}  // namespace attendant::media
