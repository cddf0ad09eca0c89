// What a line over a WebSocket plays, and what it tells of it.
#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/level.hpp"
#include "media/socket_line_fixture.hpp"

namespace attendant::media {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

using SocketLinePlayback = SocketLineFixture;

TEST_F(SocketLinePlayback, PlaysCompleteWithinTheLeadAndWithoutAGap) {
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

TEST_F(SocketLinePlayback, SendsNothingWhileNothingPlays) {
  pass(milliseconds(500));
  EXPECT_TRUE(far.sound.empty());
  line->play(UtteranceId(1), audio::Samples(1600, 0), true);
  pass(milliseconds(1000));
  EXPECT_EQ(far.sound.size(), 1600U);
}

TEST_F(SocketLinePlayback, LetsNobodyHearATickThatIsLateByLessThanTheLead) {
  line->play(UtteranceId(1), ramp(8000), true);
  pass(milliseconds(200));
  clock.advance(milliseconds(30));
  pass(milliseconds(500));
  EXPECT_EQ(far.ran_dry, Duration(0));
  EXPECT_EQ(far.furthest_ahead, milliseconds(60));
}

TEST_F(SocketLinePlayback, GoesOnFromThatMomentWhenTheFarEndHasRunDry) {
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

TEST_F(SocketLinePlayback, DoesNotTakeAStretchOfSpeechThatComesJustInTimeForAnUnderrun) {
  for (std::size_t at = 0; at < 8000; at += 160) {
    line->play(UtteranceId(1), ramp(at == 0 ? 480 : 160, at == 0 ? 0 : at + 320), at + 160 == 8000);
    pass(milliseconds(20));
  }
  pass(milliseconds(200));
  EXPECT_EQ(line->stats().underruns, 0U);
  EXPECT_EQ(far.ran_dry, Duration(0));
  EXPECT_EQ(audio::Samples(far.sound.begin(), far.sound.begin() + 8320), ramp(8320));
}

TEST_F(SocketLinePlayback, WaitsForALateChunkAndGoesOnWhereItWas) {
  line->play(UtteranceId(1), ramp(160), false);
  pass(milliseconds(200));
  line->play(UtteranceId(1), ramp(320, 160), true);
  pass(milliseconds(200));
  const auto finished = events_of<UtteranceFinished>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].samples, 480);
  EXPECT_GT(line->stats().underruns, 0U);
}

TEST_F(SocketLinePlayback, DucksAndComesBack) {
  line->play(UtteranceId(1), audio::Samples(16000, 8000), true);
  pass(milliseconds(100));
  line->duck(0.25F);
  pass(milliseconds(200));
  EXPECT_NEAR(audio::rms(audio::SamplesView(far.sound).last(160)), 2000.0F, 20.0F);
  line->resume();
  pass(milliseconds(200));
  EXPECT_NEAR(audio::rms(audio::SamplesView(far.sound).last(160)), 8000.0F, 20.0F);
}

TEST_F(SocketLinePlayback, HoldsItsSpeechWhileItMayNotSendAndLosesNothing) {
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

TEST_F(SocketLinePlayback, TellsOfAnUtteranceWhenItCanBeHeardNotWhenItIsSent) {
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

TEST_F(SocketLinePlayback, TellsTheEndOfAnUtteranceThatEndsBehindItsLastSample) {
  line->play(UtteranceId(1), audio::Samples(320, 0), false);
  line->play(UtteranceId(1), {}, true);
  line->play(UtteranceId(2), {}, true);
  pass(milliseconds(100));
  std::vector<std::uint32_t> ended;
  for (const auto& finished : events_of<UtteranceFinished>()) ended.push_back(finished.utterance.value());
  EXPECT_THAT(ended, ElementsAre(1U, 2U));
}

TEST_F(SocketLinePlayback, CutsAtWhatWasHeardWheneverItIsStopped) {
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

TEST_F(SocketLinePlayback, TakesBackWhatWasOnlySentAhead) {
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

TEST_F(SocketLinePlayback, AnswersEveryStopWithOneCut) {
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

TEST_F(SocketLinePlayback, PlaysWhatIsSaidAfterAStop) {
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

TEST_F(SocketLinePlayback, TakesKeysFromSignallingAndSendsNone) {
  line->key_from_signalling('4');
  line->key_from_signalling('x');
  line->key_from_signalling('#');
  pass(milliseconds(10));
  std::string keys;
  for (const KeyPressed& pressed : events_of<KeyPressed>()) keys += pressed.key;
  EXPECT_EQ(keys, "4#");
  EXPECT_EQ(line->send_keys("1").error().code, ErrorCode::unsupported);
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
