#include "audio/jitter_buffer.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "audio/level.hpp"

namespace attendant::audio {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct Packet {
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  Samples samples;
  Instant arrival{};
};

// Loud sound whose samples tell where they come from: sample n is 1000 + n % 20000.
std::int16_t sound_at(std::int64_t n) { return static_cast<std::int16_t>(1000 + n % 20000); }

// A sender of 20 ms packets from Instant 1 s on; sequence and timestamp begin just below their wraps.
std::vector<Packet> speak(int packets, std::size_t length = kFrameSamples) {
  std::vector<Packet> all;
  for (int i = 0; i < packets; ++i) {
    const std::int64_t from = static_cast<std::int64_t>(i) * static_cast<std::int64_t>(length);
    Packet packet{.sequence = static_cast<std::uint16_t>(65530 + i),
                  .timestamp = static_cast<std::uint32_t>(0xFFFFF000 + from),
                  .samples = Samples(length),
                  .arrival = Instant(std::chrono::seconds(1)) + kTelephoneRate.duration_of(from)};
    for (std::size_t k = 0; k < length; ++k)
      packet.samples[k] = sound_at(from + static_cast<std::int64_t>(k));
    all.push_back(std::move(packet));
  }
  return all;
}

struct Heard {
  Pulled pulled;
  Frame frame;
  Instant at;
};

// Plays packets in order of arrival into the buffer and pulls every 20 ms until `tail` after the last one.
std::vector<Heard> run(JitterBuffer& buffer, std::vector<Packet> packets,
                       milliseconds tail = milliseconds(400), microseconds phase = microseconds(7300)) {
  std::ranges::sort(packets, {}, [](const Packet& packet) {
    return std::pair(packet.arrival, static_cast<std::uint16_t>(packet.sequence - 65530));
  });
  std::vector<Heard> heard;
  std::size_t next = 0;
  for (Instant now = packets.front().arrival + phase; now < packets.back().arrival + tail;
       now += kFrameTime) {
    for (; next < packets.size() && packets[next].arrival <= now; ++next) {
      const Packet& packet = packets[next];
      buffer.insert(packet.sequence, packet.timestamp, packet.samples, packet.arrival);
    }
    Heard one{.pulled = {}, .frame = {}, .at = now};
    one.pulled = buffer.pull(now, one.frame);
    heard.push_back(one);
  }
  return heard;
}

int count(const std::vector<Heard>& heard, Origin origin) {
  return static_cast<int>(
      std::ranges::count_if(heard, [origin](const Heard& h) { return h.pulled.origin == origin; }));
}

// How many received samples follow each other without a jump, over all frames.
bool contiguous(const std::vector<Heard>& heard) {
  std::int64_t expected = -1;
  for (const Heard& one : heard) {
    if (one.pulled.origin != Origin::received) continue;
    for (const std::int16_t sample : one.frame) {
      if (expected >= 0 && sample != sound_at(expected)) return false;
      expected = (expected >= 0 ? expected : sample - 1000) + 1;
    }
  }
  return true;
}

TEST(JitterBuffer, PlaysAPunctualStreamCompleteAndInOrder) {
  JitterBuffer buffer;
  const auto heard = run(buffer, speak(100));
  EXPECT_EQ(count(heard, Origin::received), 100);
  EXPECT_TRUE(contiguous(heard));
  EXPECT_EQ(buffer.stats().late, 0U);
  EXPECT_LE(buffer.target_delay(), milliseconds(35));
}

TEST(JitterBuffer, PlaysPacketsOfAnyLength) {
  for (const std::size_t length : {80U, 160U, 240U, 320U, 480U, 960U}) {
    JitterBuffer buffer;
    const auto heard = run(buffer, speak(static_cast<int>(48000 / length), length));
    EXPECT_GE(count(heard, Origin::received), 299) << length;
    EXPECT_TRUE(contiguous(heard)) << length;
  }
}

TEST(JitterBuffer, PutsReorderedPacketsBackInOrder) {
  auto packets = speak(100);
  for (std::size_t i = 10; i + 1 < packets.size(); i += 10) packets[i].arrival += milliseconds(25);
  JitterBuffer buffer({.min_delay = milliseconds(60)});
  const auto heard = run(buffer, packets);
  EXPECT_EQ(count(heard, Origin::received), 100);
  EXPECT_TRUE(contiguous(heard));
}

TEST(JitterBuffer, PlaysDuplicatesOnce) {
  auto packets = speak(50);
  const auto copies = packets;
  for (Packet copy : copies) {
    copy.arrival += milliseconds(3);
    packets.push_back(copy);
  }
  JitterBuffer buffer;
  const auto heard = run(buffer, packets);
  EXPECT_EQ(count(heard, Origin::received), 50);
  EXPECT_EQ(buffer.stats().duplicates, 50U);
}

TEST(JitterBuffer, FillsALostPacketWithSoundAndKeepsTheTime) {
  auto packets = speak(60);
  packets.erase(packets.begin() + 30);
  JitterBuffer buffer({.min_delay = milliseconds(60)});
  const auto heard = run(buffer, packets);
  EXPECT_EQ(count(heard, Origin::received), 59);
  const auto gap =
      std::ranges::find_if(heard, [](const Heard& h) { return h.pulled.origin == Origin::concealed; });
  ASSERT_NE(gap, heard.end());
  EXPECT_GT(rms(gap->frame), 1000.0F);
  EXPECT_EQ((gap + 1)->frame[100], sound_at(31 * 160 + 100));
}

TEST(JitterBuffer, GrowsItsDelayWithTheJitterAndShrinksItBack) {
  auto packets = speak(2500);
  std::mt19937 random(7);
  std::uniform_int_distribution<int> jitter(0, 80);
  for (std::size_t i = 0; i < 1000; ++i) packets[i].arrival += milliseconds(jitter(random));
  for (auto& packet : packets)
    std::ranges::fill(packet.samples, std::int16_t{20});  // quiet: may be stretched
  JitterBuffer buffer;
  for (const bool second : {false, true}) {
    std::vector<Packet> part(packets.begin() + (second ? 1000 : 0), packets.begin() + (second ? 2500 : 1000));
    const auto heard = run(buffer, part, milliseconds(0));
    const Duration delay = heard.back().at - heard.back().pulled.captured;
    if (second) {
      EXPECT_LE(buffer.target_delay(), milliseconds(40));
      EXPECT_LE(delay, milliseconds(70));
    } else {
      EXPECT_GE(buffer.target_delay(), milliseconds(90));
      EXPECT_LE(buffer.target_delay(), milliseconds(110));
      EXPECT_LE(buffer.stats().concealed, 60U);
    }
  }
}

TEST(JitterBuffer, LosesNothingOfABurstAfterAStall) {
  auto packets = speak(200);
  for (std::size_t i = 50; i < 60; ++i) packets[i].arrival = packets[60].arrival;
  JitterBuffer buffer;
  const auto heard = run(buffer, packets);
  EXPECT_EQ(buffer.stats().late, 0U);
  EXPECT_EQ(buffer.stats().overflowed, 0U);
  EXPECT_GE(buffer.stats().played + buffer.stats().compressed, 199U);
}

TEST(JitterBuffer, TakesAGapWithConsecutiveNumbersForSilence) {
  auto packets = speak(100);
  for (std::size_t i = 50; i < 100; ++i) {
    packets[i].timestamp += 80000;  // ten seconds of DTX
    packets[i].arrival += std::chrono::seconds(10);
  }
  JitterBuffer buffer;
  const auto heard = run(buffer, packets);
  EXPECT_EQ(count(heard, Origin::received), 100);
  EXPECT_LE(count(heard, Origin::concealed), 6) << "60 ms at the gap and at the end";
  EXPECT_EQ(buffer.stats().resets, 0U);
}

TEST(JitterBuffer, MakesNothingUpAfterAnAnnouncedSilence) {
  JitterBuffer buffer;
  auto packets = speak(20);
  Frame frame;
  Instant now{};
  for (const Packet& packet : packets) {
    buffer.insert(packet.sequence, packet.timestamp, packet.samples, packet.arrival);
    now = packet.arrival;
    buffer.pull(now, frame);
  }
  buffer.announce_silence();
  for (int i = 0; i < 10; ++i) EXPECT_NE(buffer.pull(now += kFrameTime, frame).origin, Origin::concealed);
}

TEST(JitterBuffer, FollowsASenderWhoseClockDrifts) {
  for (const double drift : {-0.001, 0.001}) {  // ten times worse than real clocks
    auto packets = speak(6000);                 // two minutes
    for (std::size_t i = 0; i < packets.size(); ++i) {
      packets[i].arrival +=
          std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(i) * 20e6 * drift));
      if (i % 50 > 35) std::ranges::fill(packets[i].samples, std::int16_t{0});  // pauses of speech
    }
    JitterBuffer buffer;
    const auto heard = run(buffer, packets, milliseconds(0));
    EXPECT_LE(heard.back().at - heard.back().pulled.captured, milliseconds(90)) << drift;
    EXPECT_EQ(buffer.stats().overflowed, 0U);
    EXPECT_LE(buffer.stats().concealed, 20U) << drift;
    EXPECT_EQ(buffer.stats().late, 0U) << drift;
  }
}

TEST(JitterBuffer, FollowsATimestampJumpAfterThreePackets) {
  JitterBuffer buffer;
  auto packets = speak(100);
  for (std::size_t i = 50; i < 100; ++i) packets[i].timestamp += 1'000'000'000;
  const auto heard = run(buffer, packets);
  EXPECT_EQ(buffer.stats().resets, 1U);
  EXPECT_GE(count(heard, Origin::received), 96);
}

TEST(JitterBuffer, IgnoresASingleStrayTimestamp) {
  JitterBuffer buffer;
  auto packets = speak(100);
  packets[50].timestamp += 1'000'000'000;
  const auto heard = run(buffer, packets);
  EXPECT_EQ(buffer.stats().resets, 0U);
  EXPECT_EQ(count(heard, Origin::received), 99);
}

TEST(JitterBuffer, RefusesPacketsLongerThanItHolds) {
  JitterBuffer buffer;
  EXPECT_FALSE(buffer.insert(1, 0, Samples(961), Instant{}));
  EXPECT_FALSE(buffer.insert(1, 0, Samples(), Instant{}));
}

// Whatever the network does: every sample that comes out as received is one that went in, in order, and the
// delay stays bounded.
class JitterBufferUnderAnyNetwork : public testing::TestWithParam<unsigned> {};

TEST_P(JitterBufferUnderAnyNetwork, NeverReordersRepeatsOrExceedsItsBound) {
  std::mt19937 random(GetParam());
  const auto chance = [&random](int percent) {
    return std::uniform_int_distribution<int>(0, 99)(random) < percent;
  };
  const int loss = std::uniform_int_distribution<int>(0, 30)(random);
  const int spread = std::uniform_int_distribution<int>(0, 150)(random);
  std::vector<Packet> packets;
  auto stall = milliseconds(0);
  for (Packet packet : speak(400)) {
    if (chance(1)) stall = milliseconds(std::uniform_int_distribution<int>(0, 400)(random));
    stall = std::max(stall - milliseconds(20), milliseconds(0));
    if (chance(loss)) continue;
    packet.arrival += stall + milliseconds(std::uniform_int_distribution<int>(0, spread)(random));
    if (chance(3)) packets.push_back(packet);
    packets.push_back(std::move(packet));
  }
  const JitterOptions options;
  JitterBuffer buffer(options);
  const auto heard = run(buffer, packets);

  Instant last{};
  for (const Heard& one : heard) {
    if (one.pulled.origin != Origin::received) continue;
    EXPECT_GT(one.pulled.captured, last - milliseconds(150)) << "the base may sink as faster packets come";
    last = one.pulled.captured;
    EXPECT_LE(one.at - one.pulled.captured, options.max_delay + milliseconds(200));
  }
  const auto& stats = buffer.stats();
  EXPECT_EQ(heard.size(), stats.played + stats.concealed + stats.silent + stats.stretched);
  std::int64_t previous = -1;
  for (const Heard& one : heard) {
    if (one.pulled.origin != Origin::received) continue;
    // The blend after a gap and the fade of a shortening change samples; the frame's end is untouched by a
    // blend.
    const std::int64_t n = one.frame.back() - 1000;
    if (one.frame[158] + 1 != one.frame[159]) continue;
    const std::int64_t step = (n - previous + 20000) % 20000;
    EXPECT_TRUE(previous < 0 || (step > 0 && step < 10000)) << "out of order: " << n << " after " << previous;
    previous = n;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, JitterBufferUnderAnyNetwork, testing::Range(1U, 60U));

}  // namespace
}  // namespace attendant::audio
