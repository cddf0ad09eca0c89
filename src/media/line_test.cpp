// Lines under a fake clock, connected in memory.
#include "media/line.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/g711.hpp"
#include "audio/level.hpp"
#include "media/kept_recording.hpp"
#include "media/manual_plane.hpp"
#include "media/rtp_packet.hpp"

namespace attendant::media {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

constexpr Endpoint kElsewhere{.ip = 0xC0000201, .port = 4000};  // 192.0.2.1

// A ramp that survives mu-law exactly: every sample is a decoded code, and loud.
audio::Samples ramp(std::size_t count, std::size_t from = 0) {
  audio::Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = audio::decode_sample(audio::Law::mu, static_cast<std::uint8_t>((from + i) % 60));
  }
  return out;
}

struct Sent {
  Instant at;
  RtpHeader header;
  audio::Samples sound;  // empty for a telephone-event
};

class LineTest : public testing::Test {
 protected:
  LineTest() {
    plane.network = [this](const ManualPlane::Packet& packet) {
      const auto rtp = parse_rtp(packet.bytes);
      if (packet.from == agent_at && rtp) {
        Sent one{.at = packet.at, .header = rtp->header, .sound = {}};
        if (rtp->header.payload_type == 0) {
          one.sound.resize(rtp->payload.size());
          audio::decode(audio::Law::mu, rtp->payload, one.sound);
        }
        sent.push_back(std::move(one));
      }
      return true;
    };
  }

  std::unique_ptr<Line> open(const LineOptions& options = {}) { return std::move(*plane.open(options)); }
  static Remote to(const Endpoint& peer, Direction direction = Direction::send_receive) {
    return {.rtp = peer, .rtcp_port = {}, .telephone_event = 101, .direction = direction};
  }
  void connect() {
    agent->set_remote(to(caller->local()));
    caller->set_remote(to(agent->local()));
  }
  std::vector<LineEvent> events(Line& line) {
    std::vector<LineEvent> all;
    while (const auto event = line.next_event()) all.push_back(*event);
    return all;
  }
  template <class Event>
  std::vector<Event> events_of(Line& line) {
    std::vector<Event> some;
    for (const LineEvent& event : events(line)) {
      if (const auto* one = std::get_if<Event>(&event)) some.push_back(*one);
    }
    return some;
  }
  std::vector<CallerFrame> frames(Line& line) {
    std::vector<CallerFrame> all;
    CallerFrame frame;
    while (line.next_frame(frame)) all.push_back(frame);
    return all;
  }
  std::string keys(Line& line) {
    std::string all;
    for (const KeyPressed& pressed : events_of<KeyPressed>(line)) all += pressed.key;
    return all;
  }
  // Everything sent, in one piece.
  audio::Samples sound_sent() const {
    audio::Samples all;
    for (const Sent& one : sent) all.insert(all.end(), one.sound.begin(), one.sound.end());
    return all;
  }
  Bytes rtp(std::uint16_t sequence, std::uint8_t payload_type = 0, std::uint32_t ssrc = 99) {
    Bytes bytes(kRtpHeaderBytes + audio::kFrameSamples, 0x10);
    store_rtp_header(
        {.payload_type = payload_type, .sequence = sequence, .timestamp = sequence * 160U, .ssrc = ssrc},
        std::span(bytes).first<kRtpHeaderBytes>());
    return bytes;
  }

  FakeClock clock;
  ManualPlane plane{clock};
  std::unique_ptr<Line> agent = open();
  const Endpoint agent_at = agent->local();
  std::unique_ptr<Line> caller = open();
  std::vector<Sent> sent;
};

TEST_F(LineTest, SendsOneFrameEvery20MillisecondsWhateverThereIsToSay) {
  connect();
  plane.advance(milliseconds(400));
  agent->play(UtteranceId(1), ramp(1000), true);
  plane.advance(milliseconds(600));
  ASSERT_EQ(sent.size(), 50U);
  for (std::size_t i = 1; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].at - sent[i - 1].at, milliseconds(20));
    EXPECT_EQ(static_cast<std::uint16_t>(sent[i].header.sequence - sent[i - 1].header.sequence), 1);
    EXPECT_EQ(sent[i].header.timestamp - sent[i - 1].header.timestamp, 160U);
    EXPECT_FALSE(sent[i].header.marker);
  }
  EXPECT_TRUE(sent[0].header.marker);
}

TEST_F(LineTest, PlaysChunksOfAnyLengthWithoutAGapOrALoss) {
  connect();
  const audio::Samples whole = ramp(2000);
  for (std::size_t at = 0, length = 1; at < whole.size(); at += length, length = length * 3 % 251) {
    const auto part = audio::SamplesView(whole).subspan(at, std::min(length, whole.size() - at));
    agent->play(UtteranceId(1), part, at + length >= whole.size());
  }
  plane.advance(milliseconds(400));
  const audio::Samples played = sound_sent();
  EXPECT_EQ(audio::Samples(played.begin(), played.begin() + 2000), whole);
}

TEST_F(LineTest, TellsWhenAnUtteranceBeganWasFirstHeardAndEnded) {
  connect();
  audio::Samples quiet_then_loud(480, 0);
  std::ranges::fill(audio::Samples::iterator(quiet_then_loud.begin() + 200), quiet_then_loud.begin() + 300,
                    std::int16_t{5000});
  agent->play(UtteranceId(7), quiet_then_loud, true);
  plane.advance(milliseconds(100));
  const auto all = events(*agent);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(std::get<UtteranceStarted>(all[0]).at, sent[0].at);
  EXPECT_EQ(std::get<UtteranceVoiced>(all[1]).at, sent[1].at);
  const auto& finished = std::get<UtteranceFinished>(all[2]);
  EXPECT_EQ(finished.utterance, UtteranceId(7));
  EXPECT_EQ(finished.at, sent[2].at);
  EXPECT_EQ(finished.samples, 480);
  EXPECT_EQ(finished.last_voiced, sent[1].at);
}

TEST_F(LineTest, JoinsTwoUtterancesWithoutAGap) {
  connect();
  agent->play(UtteranceId(1), ramp(200), true);
  agent->play(UtteranceId(2), ramp(200, 200), true);
  plane.advance(milliseconds(100));
  const audio::Samples played = sound_sent();
  EXPECT_EQ(audio::Samples(played.begin(), played.begin() + 400), ramp(400));
  EXPECT_EQ(events(*agent).size(), 6U);
}

TEST_F(LineTest, WaitsForALateChunkAndGoesOnWhereItWas) {
  connect();
  agent->play(UtteranceId(1), ramp(160), false);
  plane.advance(milliseconds(100));
  agent->play(UtteranceId(1), ramp(320, 160), true);
  plane.advance(milliseconds(1000));
  const auto finished = events_of<UtteranceFinished>(*agent);
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].samples, 480);
  EXPECT_EQ(agent->stats().underruns, 4U);
}

TEST_F(LineTest, CutsAtExactlyWhatWasSent) {
  connect();
  agent->play(UtteranceId(4), ramp(3000), true);
  agent->play(UtteranceId(5), ramp(3000), true);
  plane.advance(milliseconds(70));
  const auto frames_sent = static_cast<std::int64_t>(sent.size());
  agent->stop();
  plane.advance(milliseconds(100));
  const auto cuts = events_of<Cut>(*agent);
  ASSERT_EQ(cuts.size(), 1U);
  EXPECT_EQ(cuts[0].utterance, UtteranceId(4));
  EXPECT_EQ(cuts[0].samples_played, frames_sent * 160);
  // Behind the cut there is nothing but the 4 ms in which the wave is led to zero.
  for (std::size_t i = static_cast<std::size_t>(frames_sent); i < sent.size(); ++i) {
    EXPECT_EQ(audio::rms(audio::SamplesView(sent[i].sound).subspan(32)), 0.0F);
  }
}

TEST_F(LineTest, AnswersAStopOfNothingWithUtteranceZero) {
  connect();
  agent->stop();
  plane.advance(milliseconds(20));
  const auto cuts = events_of<Cut>(*agent);
  ASSERT_EQ(cuts.size(), 1U);
  EXPECT_EQ(cuts[0].utterance, UtteranceId(0));
}

TEST_F(LineTest, PlaysWhatIsSaidAfterAStop) {
  connect();
  agent->play(UtteranceId(1), ramp(3000), false);
  plane.advance(milliseconds(40));
  agent->stop();
  agent->play(UtteranceId(2), ramp(320), true);
  plane.advance(milliseconds(60));
  std::vector<std::uint32_t> started;
  for (const auto& event : events_of<UtteranceStarted>(*agent)) started.push_back(event.utterance.value());
  EXPECT_THAT(started, ElementsAre(1U, 2U));
  EXPECT_EQ(sent[3].sound, ramp(160, 160));
}

TEST_F(LineTest, DucksAndComesBack) {
  connect();
  agent->play(UtteranceId(1), audio::Samples(16000, 8031), true);
  plane.advance(milliseconds(60));
  agent->duck(0.25F);
  plane.advance(milliseconds(60));
  EXPECT_NEAR(audio::rms(sent.back().sound), 2000.0F, 100.0F);
  agent->resume();
  plane.advance(milliseconds(60));
  EXPECT_NEAR(audio::rms(sent.back().sound), 8031.0F, 200.0F);
}

TEST_F(LineTest, HearsTheOtherSideCompleteAndInOrder) {
  connect();
  plane.advance(milliseconds(20));
  caller->play(UtteranceId(1), ramp(1600), true);
  plane.advance(milliseconds(380));
  audio::Samples heard;
  const auto all = frames(*agent);
  for (const CallerFrame& frame : all) {
    if (frame.origin == audio::Origin::received)
      heard.insert(heard.end(), frame.samples.begin(), frame.samples.end());
  }
  ASSERT_GE(heard.size(), 1600U);
  EXPECT_EQ(audio::Samples(heard.begin(), heard.begin() + 1600), ramp(1600));
  EXPECT_EQ(all.size(), 20U) << "one frame per 20 ms";
  for (std::size_t i = 6; i < all.size(); ++i)
    EXPECT_EQ(all[i].captured - all[i - 1].captured, milliseconds(20));
}

TEST_F(LineTest, TellsThatTheCallerStirsBeforeTheirSoundIsHeard) {
  connect();
  plane.advance(milliseconds(200));
  const auto waiting = frames(*agent);
  events(*agent);
  caller->play(UtteranceId(1), audio::Samples(1600, 8000), true);
  bool stirred = false;
  for (int i = 0; i < 200 && !stirred; ++i) {
    plane.advance(milliseconds(1));
    stirred = !events_of<CallerStirs>(*agent).empty();
  }
  ASSERT_TRUE(stirred);
  for (const CallerFrame& frame : frames(*agent)) EXPECT_LT(audio::rms(frame.samples), 1000.0F);
}

TEST_F(LineTest, TellsWithEachFrameWhatWasSentBefore) {
  connect();
  agent->play(UtteranceId(1), audio::Samples(480, 4000), true);
  plane.advance(milliseconds(100));
  std::vector<std::int16_t> middle;
  for (const CallerFrame& frame : frames(*agent)) middle.push_back(frame.sent[20]);
  EXPECT_EQ(middle, (std::vector<std::int16_t>{0, 4000, 4000, 4000, 0}));
}

TEST_F(LineTest, LetsTheCallerMeasureTheAnswer) {
  connect();
  std::optional<Instant> asked, answered;
  const auto listen = [&](int ms) {
    for (int i = 0; i < ms; i += 10) {
      plane.advance(milliseconds(10));
      for (const auto& finished : events_of<UtteranceFinished>(*caller)) asked = finished.last_voiced;
      for (const auto& frame : frames(*caller)) {
        if (asked && !answered && audio::first_voiced(frame.samples)) answered = frame.captured;
      }
    }
  };
  caller->play(UtteranceId(1), ramp(1600), true);
  listen(700);
  agent->play(UtteranceId(1), ramp(1600), true);
  listen(1000);
  ASSERT_TRUE(asked && answered);
  // Sent last at about 180 ms, answered at 700 ms, each on its line's next slot.
  EXPECT_NEAR(static_cast<double>(to_ms(*answered - *asked)), 520.0, 25.0);
}

// ---- keys
// --------------------------------------------------------------------------------------------------------

TEST_F(LineTest, SendsKeysThatTheOtherSideUnderstandsOnce) {
  connect();
  ASSERT_TRUE(agent->send_keys("28319242"));
  plane.advance(milliseconds(2000));
  EXPECT_EQ(keys(*caller), "28319242");
  EXPECT_EQ(keys(*agent), "");
}

TEST_F(LineTest, StandsStillInItsSpeechWhileKeysAreSent) {
  connect();
  agent->play(UtteranceId(1), ramp(3200), true);
  plane.advance(milliseconds(100));
  ASSERT_TRUE(agent->send_keys("5"));
  plane.advance(milliseconds(700));
  const auto finished = events_of<UtteranceFinished>(*agent);
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].samples, 3200);
}

TEST_F(LineTest, TakesAKeyThatComesByRtpAndByInfoOnce) {
  connect();
  ASSERT_TRUE(agent->send_keys("5"));
  plane.advance(milliseconds(200));
  caller->key_from_signalling('5');
  caller->key_from_signalling('6');
  plane.advance(milliseconds(20));
  EXPECT_EQ(keys(*caller), "56");
}

TEST_F(LineTest, RefusesToSendKeysNobodyAgreedTo) {
  Remote remote = to(caller->local());
  remote.telephone_event.reset();
  agent->set_remote(remote);
  EXPECT_EQ(agent->send_keys("1").error().code, ErrorCode::unsupported);
  connect();
  EXPECT_EQ(agent->send_keys("1x").error().code, ErrorCode::invalid);
}

// ---- hold
// --------------------------------------------------------------------------------------------------------

TEST_F(LineTest, HoldsItsSpeechWhileItMayNotSendAndLosesNothing) {
  connect();
  agent->play(UtteranceId(1), ramp(1600), true);
  plane.advance(milliseconds(40));
  agent->set_remote(to(caller->local(), Direction::receive_only));
  plane.advance(milliseconds(500));
  EXPECT_EQ(sent.size(), 2U);
  agent->set_remote(to(caller->local()));
  plane.advance(milliseconds(200));
  EXPECT_TRUE(sent[2].header.marker);
  EXPECT_EQ(sent[2].header.timestamp - sent[1].header.timestamp, 26U * 160U) << "the clock went on";
  const audio::Samples played = sound_sent();
  EXPECT_EQ(audio::Samples(played.begin(), played.begin() + 1600), ramp(1600));
}

TEST_F(LineTest, HearsSilenceWhileItOnlySends) {
  connect();
  caller->play(UtteranceId(1), ramp(16000), true);
  agent->set_remote(to(caller->local(), Direction::send_only));
  plane.advance(milliseconds(3000));
  const auto heard = frames(*agent);
  ASSERT_FALSE(heard.empty());
  for (const CallerFrame& frame : heard) EXPECT_EQ(frame.origin, audio::Origin::silence);
  EXPECT_TRUE(events_of<SoundMissing>(*agent).empty());
}

TEST_F(LineTest, SendsNothingToTheAddressZero) {
  agent->set_remote(to({}));
  plane.advance(milliseconds(100));
  EXPECT_TRUE(sent.empty());
}

// ---- whom we listen to
// -------------------------------------------------------------------------------------------

TEST_F(LineTest, IgnoresPacketsFromAnotherHostThanTheSdpNames) {
  agent->set_remote(to(kElsewhere));
  plane.advance(milliseconds(20));
  plane.deliver(agent->local().port, rtp(1), {.ip = 0xC0000299, .port = 4000});
  plane.deliver(agent->local().port, rtp(1), {.ip = kElsewhere.ip, .port = 4444});
  plane.deliver(agent->local().port, rtp(2), {.ip = kElsewhere.ip, .port = 4445});
  sent.clear();
  Endpoint destination;
  plane.network = [&](const ManualPlane::Packet& packet) { return destination = packet.to, false; };
  plane.advance(milliseconds(1000));
  EXPECT_EQ(destination, (Endpoint{.ip = kElsewhere.ip, .port = 4444})) << "the NAT's port, learnt once";
  EXPECT_EQ(agent->stats().foreign_packets, 2U);
  EXPECT_EQ(agent->stats().received, 1U);
}

TEST_F(LineTest, HearsTheNewCallerAlthoughAnEarlierCallsStreamStillArrives) {
  agent->set_remote(to(kElsewhere));
  plane.advance(milliseconds(20));
  const Endpoint stale{.ip = kElsewhere.ip, .port = 4002};
  plane.deliver(agent->local().port, rtp(500, 0, 7), stale);
  int heard = 0;
  for (std::uint16_t i = 1; i <= 60; ++i) {
    plane.deliver(agent->local().port, rtp(static_cast<std::uint16_t>(500 + i), 0, 7), stale);
    plane.deliver(agent->local().port, rtp(i), kElsewhere);
    plane.advance(milliseconds(20));
    for (const CallerFrame& frame : frames(*agent)) heard += frame.origin == audio::Origin::received ? 1 : 0;
  }
  EXPECT_GT(agent->stats().foreign_packets, 40U) << "from then on the other stream is a stranger's";
  EXPECT_GT(heard, 50);
}

TEST_F(LineTest, LearnsTheAddressBehindAPrivateSdpOnceAndAgainAfterAReinvite) {
  const Endpoint behind_nat{.ip = 0xC0A80005, .port = 4000};
  const Endpoint first{.ip = 0xC0000210, .port = 7000};
  const Endpoint second{.ip = 0xC0000220, .port = 8000};
  agent->set_remote(to(behind_nat));
  plane.advance(milliseconds(20));
  plane.deliver(agent->local().port, rtp(1), first);
  plane.deliver(agent->local().port, rtp(2), second);
  Endpoint destination;
  plane.network = [&](const ManualPlane::Packet& packet) { return destination = packet.to, false; };
  plane.advance(milliseconds(20));
  EXPECT_EQ(destination, first);
  agent->set_remote(to(behind_nat));
  plane.advance(milliseconds(20));
  plane.deliver(agent->local().port, rtp(3), second);
  plane.advance(milliseconds(20));
  EXPECT_EQ(destination, second);
}

TEST_F(LineTest, DoesNotLearnFromGarbageOrUnknownPayloads) {
  agent->set_remote(to({.ip = 0x0A000001, .port = 4000}));
  plane.advance(milliseconds(20));
  plane.deliver(agent->local().port, rtp(1, 97), kElsewhere);
  plane.deliver(agent->local().port, Bytes{1, 2, 3}, kElsewhere);
  Endpoint destination;
  plane.network = [&](const ManualPlane::Packet& packet) { return destination = packet.to, false; };
  plane.advance(milliseconds(1000));
  EXPECT_EQ(destination, (Endpoint{.ip = 0x0A000001, .port = 4000}));
  EXPECT_EQ(agent->stats().refused_packets, 2U);
}

TEST_F(LineTest, UnderstandsAPeerThatChangesTheLawOrStartsANewStream) {
  agent->set_remote(to(kElsewhere));
  plane.advance(milliseconds(20));
  for (std::uint16_t i = 0; i < 20; ++i) {
    plane.deliver(agent->local().port,
                  rtp(static_cast<std::uint16_t>(i + (i < 10 ? 0 : 30000)), i < 10 ? 0 : 8, i < 10 ? 1 : 2),
                  kElsewhere);
    plane.advance(milliseconds(20));
  }
  const auto heard = frames(*agent);
  EXPECT_EQ(heard[8].samples[80], audio::decode_sample(audio::Law::mu, 0x10));
  EXPECT_EQ(heard.back().samples[80], audio::decode_sample(audio::Law::a, 0x10));
}

// ---- supervision
// -------------------------------------------------------------------------------------------------

TEST_F(LineTest, TellsOfOneWayAudioAndOfItsEnd) {
  agent->set_remote(to(kElsewhere));
  plane.advance(milliseconds(2000));
  EXPECT_TRUE(events_of<SoundMissing>(*agent).empty());
  plane.advance(milliseconds(40));
  EXPECT_EQ(events_of<SoundMissing>(*agent).size(), 1U);
  plane.deliver(agent->local().port, rtp(1), kElsewhere);
  plane.advance(milliseconds(20));
  EXPECT_EQ(events_of<SoundBack>(*agent).size(), 1U);
}

TEST_F(LineTest, TellsOnceWhenTheMediaAreDead) {
  agent = open({.timeout = milliseconds(5000), .jitter = {}});
  agent->set_remote(to(kElsewhere));
  plane.advance(milliseconds(9000));
  EXPECT_EQ(events_of<MediaTimedOut>(*agent).size(), 1U);
}

TEST_F(LineTest, ReportsLossJitterAndRoundTrip) {
  connect();
  int number = 0;
  plane.network = [&](const ManualPlane::Packet& packet) {
    return packet.from == agent->local() || ++number % 10 != 0;
  };
  plane.advance(milliseconds(11000));
  const LineStats stats = agent->stats();
  EXPECT_EQ(stats.sent, 550U);
  EXPECT_NEAR(static_cast<double>(stats.lost), 55.0, 2.0);
  EXPECT_GT(stats.concealed_frames, 40U);
  EXPECT_LT(stats.mos, 3.6F);
  EXPECT_GT(caller->stats().mos, 4.2F);
  EXPECT_NEAR(caller->stats().remote_loss, 0.1F, 0.01F);
  EXPECT_NEAR(caller->stats().round_trip_ms, 0.0F, 1.0F);
}

// ---- recording
// ---------------------------------------------------------------------------------------------------

TEST_F(LineTest, RecordsBothSidesAlignedToTheTick) {
  connect();
  KeptRecording::Kept kept;
  int finished = 0;
  agent->start_recording(std::make_unique<KeptRecording>(kept),
                         [&](const auto& summary) { finished += summary ? 1 : 0; });
  plane.advance(milliseconds(200));
  caller->play(UtteranceId(1), ramp(800), true);
  agent->play(UtteranceId(1), ramp(800), true);
  plane.advance(milliseconds(800));
  agent->stop_recording();
  plane.advance(milliseconds(500));
  EXPECT_EQ(finished, 1);
  EXPECT_EQ(kept.caller.size(), 50U * 160U);
  ASSERT_EQ(kept.agent.size(), kept.caller.size());
  const std::size_t spoken = audio::first_voiced(kept.agent).value_or(0);
  const std::size_t heard = audio::first_voiced(kept.caller).value_or(0);
  ASSERT_GT(heard, 0U);
  EXPECT_EQ(spoken, 10U * 160U);
  // The caller's side lies behind by the jitter buffer's delay only.
  EXPECT_LE(heard - spoken, 3U * 160U);
  EXPECT_EQ(audio::Samples(kept.caller.begin() + static_cast<std::ptrdiff_t>(heard),
                           kept.caller.begin() + static_cast<std::ptrdiff_t>(heard) + 800),
            ramp(800));
}

TEST_F(LineTest, MarksThePauseOfARecordingAtItsTick) {
  connect();
  KeptRecording::Kept kept;
  agent->start_recording(std::make_unique<KeptRecording>(kept), [](const auto&) {});
  plane.advance(milliseconds(200));
  agent->pause_recording();
  plane.advance(milliseconds(400));
  agent->resume_recording();
  plane.advance(milliseconds(400));
  agent.reset();  // the end of the line ends the recording
  plane.advance(milliseconds(500));
  EXPECT_THAT(kept.marks, ElementsAre("pause at 1600", "resume at 4800"));
  EXPECT_EQ(kept.caller.size(), 8000U);
}

TEST_F(LineTest, GoesOnWhenTheRecordingCannotBeWritten) {
  connect();
  KeptRecording::Kept kept;
  auto sink = std::make_unique<KeptRecording>(kept);
  sink->full = true;
  std::vector<std::string> errors;
  agent->start_recording(std::move(sink), [&](const auto& summary) {
    errors.push_back(summary ? "finished" : summary.error().message);
  });
  plane.advance(milliseconds(2000));
  agent.reset();
  plane.advance(milliseconds(500));
  EXPECT_THAT(errors, ElementsAre("the disk is full"));
}

TEST_F(LineTest, DropsFramesNobodyTakesAndCountsThem) {
  connect();
  plane.advance(milliseconds(2000));
  EXPECT_EQ(frames(*agent).size(), 32U);
  EXPECT_EQ(agent->stats().frames_dropped, 68U);
}

TEST_F(LineTest, EndsWithItsHandle) {
  connect();
  EXPECT_EQ(plane.lines(), 2);
  caller.reset();
  plane.advance(milliseconds(20));
  EXPECT_EQ(plane.lines(), 1);
}

}  // namespace
}  // namespace attendant::media
