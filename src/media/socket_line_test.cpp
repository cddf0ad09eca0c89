// A line over a WebSocket under a fake clock, with a far end that plays what comes.
#include "media/socket_line.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/level.hpp"
#include "media/kept_recording.hpp"

namespace attendant::media {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

// No sample is zero, and no two of a second are neighbours twice.
audio::Samples ramp(std::size_t count, std::size_t from = 0) {
  audio::Samples out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::int16_t>(1000 + (from + i) % 8000);
  return out;
}

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

// Plays at once what comes first, and the rest without a gap.
class FarEnd final : public SoundSocket {
 public:
  FarEnd(const Clock& clock, audio::SampleRate rate) : clock_(clock), rate_(rate) {}
  void send_sound(audio::SamplesView samples) override {
    if (ends_ < clock_.now()) {
      if (!sound.empty()) ran_dry += clock_.now() - ends_;
      ends_ = clock_.now();
    }
    ends_ += rate_.duration_of(static_cast<std::int64_t>(samples.size()));
    sound.insert(sound.end(), samples.begin(), samples.end());
    furthest_ahead = std::max(furthest_ahead, ends_ - clock_.now());
  }
  void flush() override {
    ++flushes;
    sound.resize(static_cast<std::size_t>(heard()));
    ends_ = std::min(ends_, clock_.now());
  }
  std::int64_t heard() const {
    const Duration waiting = std::max<Duration>(ends_ - clock_.now(), Duration(0));
    return static_cast<std::int64_t>(sound.size()) - waiting * rate_.hertz() / std::chrono::seconds(1);
  }

  audio::Samples sound;  // sent and not dropped
  int flushes = 0;
  Duration furthest_ahead{};
  Duration ran_dry{};

 private:
  const Clock& clock_;
  audio::SampleRate rate_;
  Instant ends_{};
};

class SocketLineTest : public testing::Test {
 protected:
  explicit SocketLineTest(int hertz = 8000) : rate(hertz) {
    clock.advance(std::chrono::hours(1));
    open({.rate = rate, .buffer = {}});
  }

  void open(const SocketLineOptions& options) {
    line = std::move(*SocketLine::create(options, far, recorder));
  }
  void pass(milliseconds time, milliseconds tick = milliseconds(10)) {
    for (milliseconds t{0}; t < time; t += tick) {
      line->tick(clock.now());
      recorder.run_once();
      clock.advance(tick);
    }
  }
  std::vector<LineEvent> events() {
    std::vector<LineEvent> all;
    while (const auto event = line->next_event()) all.push_back(*event);
    return all;
  }
  template <class Event>
  std::vector<Event> events_of() {
    std::vector<Event> some;
    for (const LineEvent& event : events()) {
      if (const auto* one = std::get_if<Event>(&event)) some.push_back(*one);
    }
    return some;
  }
  std::vector<CallerFrame> frames() {
    std::vector<CallerFrame> all;
    CallerFrame frame;
    while (line->next_frame(frame)) all.push_back(frame);
    return all;
  }

  FakeClock clock;
  audio::SampleRate rate;
  Recorder recorder;
  FarEnd far{clock, rate};
  std::unique_ptr<SocketLine> line;
};

class SocketLineAtEveryRate : public SocketLineTest, public testing::WithParamInterface<int> {
 protected:
  SocketLineAtEveryRate() : SocketLineTest(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(Rates, SocketLineAtEveryRate, testing::Values(8000, 16000, 24000));

// ---- what we play
// ------------------------------------------------------------------------------------------------

TEST_F(SocketLineTest, PlaysCompleteWithinTheLeadAndWithoutAGap) {
  line->play(UtteranceId(1), ramp(5000), false);
  line->play(UtteranceId(1), ramp(3000, 5000), true);
  line->play(UtteranceId(2), ramp(800, 8000), true);
  pass(milliseconds(1500));
  EXPECT_EQ(audio::Samples(far.sound.begin(), far.sound.begin() + 8800), ramp(8800));
  EXPECT_EQ(far.ran_dry, Duration(0));
  EXPECT_EQ(far.furthest_ahead, milliseconds(60));
  // Behind the last sample there is nothing but the frame in which the wave is led to zero.
  EXPECT_LE(far.sound.size(), 8800U + audio::kFrameSamples);
}

TEST_F(SocketLineTest, SendsNothingWhileNothingPlays) {
  pass(milliseconds(500));
  EXPECT_TRUE(far.sound.empty());
  line->play(UtteranceId(1), audio::Samples(1600, 0), true);
  pass(milliseconds(1000));
  EXPECT_EQ(far.sound.size(), 1600U);
}

TEST_F(SocketLineTest, LetsNobodyHearATickThatIsLateByLessThanTheLead) {
  line->play(UtteranceId(1), ramp(8000), true);
  pass(milliseconds(200));
  clock.advance(milliseconds(30));
  pass(milliseconds(500));
  EXPECT_EQ(far.ran_dry, Duration(0));
  EXPECT_EQ(far.furthest_ahead, milliseconds(60));
}

TEST_F(SocketLineTest, GoesOnFromThatMomentWhenTheFarEndHasRunDry) {
  line->play(UtteranceId(1), ramp(8000), true);
  pass(milliseconds(200));
  clock.advance(milliseconds(300));
  pass(milliseconds(200));
  EXPECT_GT(far.ran_dry, milliseconds(200));
  EXPECT_EQ(far.furthest_ahead, milliseconds(60));
  line->stop();
  const std::int64_t heard = far.heard();
  pass(milliseconds(10));
  const auto cuts = events_of<Cut>();
  ASSERT_EQ(cuts.size(), 1U);
  EXPECT_EQ(cuts[0].samples_played, heard);
}

TEST_F(SocketLineTest, DoesNotTakeAStretchOfSpeechThatComesJustInTimeForAnUnderrun) {
  for (std::size_t at = 0; at < 8000; at += 160) {
    line->play(UtteranceId(1), ramp(at == 0 ? 480 : 160, at == 0 ? 0 : at + 320), at + 160 == 8000);
    pass(milliseconds(20));
  }
  pass(milliseconds(200));
  EXPECT_EQ(line->stats().underruns, 0U);
  EXPECT_EQ(far.ran_dry, Duration(0));
  EXPECT_EQ(audio::Samples(far.sound.begin(), far.sound.begin() + 8320), ramp(8320));
}

TEST_F(SocketLineTest, WaitsForALateChunkAndGoesOnWhereItWas) {
  line->play(UtteranceId(1), ramp(160), false);
  pass(milliseconds(200));
  line->play(UtteranceId(1), ramp(320, 160), true);
  pass(milliseconds(200));
  const auto finished = events_of<UtteranceFinished>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].samples, 480);
  EXPECT_GT(line->stats().underruns, 0U);
}

TEST_F(SocketLineTest, DucksAndComesBack) {
  line->play(UtteranceId(1), audio::Samples(16000, 8000), true);
  pass(milliseconds(100));
  line->duck(0.25F);
  pass(milliseconds(200));
  EXPECT_NEAR(audio::rms(audio::SamplesView(far.sound).last(160)), 2000.0F, 20.0F);
  line->resume();
  pass(milliseconds(200));
  EXPECT_NEAR(audio::rms(audio::SamplesView(far.sound).last(160)), 8000.0F, 20.0F);
}

TEST_F(SocketLineTest, HoldsItsSpeechWhileItMayNotSendAndLosesNothing) {
  line->play(UtteranceId(1), ramp(4000), true);
  pass(milliseconds(100));
  line->set_remote({.rtcp_port = {}, .telephone_event = {}, .direction = Direction::receive_only});
  pass(milliseconds(1000));
  EXPECT_LE(far.sound.size(), 1280U);
  line->set_remote({.rtcp_port = {}, .telephone_event = {}});
  pass(milliseconds(1000));
  EXPECT_EQ(audio::Samples(far.sound.begin(), far.sound.begin() + 4000), ramp(4000));
}

// ---- what happened
// -----------------------------------------------------------------------------------------------

TEST_F(SocketLineTest, TellsOfAnUtteranceWhenItCanBeHeardNotWhenItIsSent) {
  audio::Samples quiet_then_loud(480, 0);
  std::fill(quiet_then_loud.begin() + 200, quiet_then_loud.begin() + 300, std::int16_t{5000});
  const Instant begun = clock.now();
  line->play(UtteranceId(7), quiet_then_loud, true);
  pass(milliseconds(10));
  auto all = events();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(std::get<UtteranceStarted>(all[0]).at, begun);
  EXPECT_EQ(far.sound.size(), 480U) << "all of it was sent";
  pass(milliseconds(40));
  all = events();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(std::get<UtteranceVoiced>(all[0]).at, begun + milliseconds(20));
  const auto& finished = std::get<UtteranceFinished>(all[1]);
  EXPECT_EQ(finished.at, begun + milliseconds(40));
  EXPECT_EQ(finished.samples, 480);
  EXPECT_EQ(finished.last_voiced, begun + milliseconds(20));
}

TEST_F(SocketLineTest, TellsTheEndOfAnUtteranceThatEndsBehindItsLastSample) {
  line->play(UtteranceId(1), audio::Samples(320, 0), false);
  line->play(UtteranceId(1), {}, true);
  line->play(UtteranceId(2), {}, true);
  pass(milliseconds(100));
  std::vector<std::uint32_t> ended;
  for (const auto& finished : events_of<UtteranceFinished>()) ended.push_back(finished.utterance.value());
  EXPECT_THAT(ended, ElementsAre(1U, 2U));
}

TEST_F(SocketLineTest, CutsAtWhatWasHeardWheneverItIsStopped) {
  open({.rate = rate, .missing_after = std::chrono::hours(1), .buffer = {}});
  std::uint32_t utterance = 0;
  for (int ms = 30; ms < 160; ms += 7) {
    SCOPED_TRACE(ms);
    pass(milliseconds(200));
    (void)events();
    far.sound.clear();
    line->play(UtteranceId(++utterance), ramp(8000), true);
    pass(milliseconds(ms), milliseconds(1));
    line->stop();
    const std::int64_t heard = far.heard();
    EXPECT_LT(heard, static_cast<std::int64_t>(far.sound.size())) << "more was sent";
    line->tick(clock.now());
    const auto all = events();
    ASSERT_FALSE(all.empty());
    const auto& cut = std::get<Cut>(all.back());
    EXPECT_EQ(cut.utterance, UtteranceId(utterance));
    EXPECT_EQ(cut.samples_played, heard);
    EXPECT_EQ(cut.samples_played, ms * 8);
    EXPECT_EQ(cut.at, clock.now());
    EXPECT_EQ(std::ranges::count_if(all, [](const auto& e) { return std::holds_alternative<Cut>(e); }), 1);
    pass(milliseconds(100));
    EXPECT_EQ(static_cast<std::int64_t>(far.sound.size()), heard) << "and then nothing is sent";
    EXPECT_TRUE(events().empty());
  }
}

TEST_F(SocketLineTest, TakesBackWhatWasOnlySentAhead) {
  line->play(UtteranceId(1), ramp(800), true);
  line->play(UtteranceId(2), ramp(8000), true);
  pass(milliseconds(70));
  line->stop();
  EXPECT_GT(far.sound.size(), 800U) << "the second was sent";
  pass(milliseconds(100));
  const auto all = events();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(std::get<UtteranceStarted>(all[0]).utterance, UtteranceId(1));
  EXPECT_EQ(std::get<UtteranceVoiced>(all[1]).utterance, UtteranceId(1));
  EXPECT_EQ(std::get<Cut>(all[2]).utterance, UtteranceId(1));
  EXPECT_EQ(std::get<Cut>(all[2]).samples_played, 560);
}

TEST_F(SocketLineTest, AnswersEveryStopWithOneCut) {
  line->play(UtteranceId(1), ramp(8000), true);
  pass(milliseconds(100));
  line->stop();
  line->stop();
  pass(milliseconds(20));
  line->stop();
  pass(milliseconds(20));
  std::vector<std::uint32_t> cut;
  for (const Cut& one : events_of<Cut>()) cut.push_back(one.utterance.value());
  EXPECT_THAT(cut, ElementsAre(1U, 0U, 0U));
  EXPECT_EQ(far.flushes, 3);
}

TEST_F(SocketLineTest, PlaysWhatIsSaidAfterAStop) {
  line->play(UtteranceId(1), ramp(8000), false);
  pass(milliseconds(40));
  line->stop();
  line->play(UtteranceId(2), ramp(320), true);
  const std::int64_t heard = far.heard();
  pass(milliseconds(100));
  std::vector<std::uint32_t> started;
  for (const auto& event : events_of<UtteranceStarted>()) started.push_back(event.utterance.value());
  EXPECT_THAT(started, ElementsAre(1U, 2U));
  const auto second = far.sound.begin() + heard;
  EXPECT_EQ(audio::Samples(second, second + 320), ramp(320));
}

TEST_F(SocketLineTest, TakesKeysFromSignallingAndSendsNone) {
  line->key_from_signalling('4');
  line->key_from_signalling('x');
  line->key_from_signalling('#');
  pass(milliseconds(10));
  std::string keys;
  for (const KeyPressed& pressed : events_of<KeyPressed>()) keys += pressed.key;
  EXPECT_EQ(keys, "4#");
  EXPECT_EQ(line->send_keys("1").error().code, ErrorCode::unsupported);
}

// ---- the caller
// --------------------------------------------------------------------------------------------------

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

TEST(SocketLine, IsOnlyMadeForARateThatCanBeConvertedAndALeadThatBridgesATick) {
  FakeClock clock;
  FarEnd far(clock, audio::kTelephoneRate);
  Recorder recorder;
  EXPECT_EQ(SocketLine::create({.rate = audio::SampleRate(4000), .buffer = {}}, far, recorder).error().code,
            ErrorCode::invalid);
  EXPECT_EQ(SocketLine::create({.send_lead = milliseconds(20), .buffer = {}}, far, recorder).error().code,
            ErrorCode::invalid);
}

}  // namespace
}  // namespace attendant::media
