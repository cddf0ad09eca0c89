#include "audio/telephone_event.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace attendant::audio {
namespace {

using std::chrono::milliseconds;

// Feeds packets at 20 ms to a receiver and collects what it tells.
struct Listener {
  KeyReceiver receiver;
  Instant now{};
  std::string told;

  void packet(std::uint8_t event, std::uint32_t timestamp, bool end) {
    now += milliseconds(20);
    if (const auto key = receiver.receive({.event = event, .end = end}, timestamp, now)) told += *key;
    if (const auto key = receiver.tick(now)) told += *key;
  }
  void wait(int ms) {
    now += milliseconds(ms);
    if (const auto key = receiver.tick(now)) told += *key;
  }
};

TEST(TelephoneEvent, SurvivesTheWire) {
  std::array<std::uint8_t, kTelephoneEventBytes> bytes{};
  store_telephone_event({.event = 11, .end = true, .volume = 10, .duration = 800}, bytes);
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 4>{11, 0x8A, 0x03, 0x20}));
  const TelephoneEvent event = parse_telephone_event(bytes).value_or(TelephoneEvent{});
  EXPECT_EQ(event.event, 11);
  EXPECT_TRUE(event.end);
  EXPECT_EQ(event.volume, 10);
  EXPECT_EQ(event.duration, 800);
  EXPECT_FALSE(parse_telephone_event(std::span(bytes).first(3)));
}

TEST(TelephoneEvent, KnowsAllSixteenKeys) {
  for (const char key : std::string("0123456789*#ABCD"))
    EXPECT_EQ(key_of_event(event_of_key(key).value_or(16)), key);
  EXPECT_FALSE(event_of_key('x'));
  EXPECT_FALSE(key_of_event(16));
}

TEST(KeySender, SendsToneEndThreeTimesAndPause) {
  KeySender sender;
  ASSERT_TRUE(sender.press('5'));
  std::vector<std::uint16_t> durations;
  int ends = 0;
  int ticks = 0;
  for (std::uint32_t timestamp = 1000; sender.busy(); timestamp += 160, ++ticks) {
    const auto packet = sender.tick(timestamp);
    if (!packet) continue;
    EXPECT_EQ(packet->timestamp, 1000U);
    EXPECT_EQ(packet->marker, durations.empty());
    durations.push_back(packet->event.duration);
    ends += packet->event.end ? 1 : 0;
  }
  EXPECT_EQ(durations, (std::vector<std::uint16_t>{160, 320, 480, 640, 800, 800, 800}));
  EXPECT_EQ(ends, 3);
  EXPECT_EQ(ticks, 10);
}

TEST(KeySender, RefusesWhatIsNoKeyAndMoreThanItHolds) {
  KeySender sender;
  EXPECT_FALSE(sender.press('x'));
  for (int i = 0; i < 32; ++i) EXPECT_TRUE(sender.press('1'));
  EXPECT_FALSE(sender.press('1'));
}

TEST(KeyReceiver, TellsAKeyOnceAtItsEnd) {
  Listener listener;
  listener.packet(1, 5000, false);
  listener.packet(1, 5000, false);
  EXPECT_EQ(listener.told, "");
  for (int i = 0; i < 3; ++i) listener.packet(1, 5000, true);
  listener.wait(500);
  EXPECT_EQ(listener.told, "1");
}

TEST(KeyReceiver, TellsTheSameKeyTwiceWhenPressedTwice) {
  Listener listener;
  listener.packet(1, 5000, true);
  listener.packet(1, 6600, true);
  EXPECT_EQ(listener.told, "11");
}

TEST(KeyReceiver, TellsAKeyWhoseEndsWereLost) {
  Listener listener;
  listener.packet(3, 5000, false);
  listener.wait(199);
  EXPECT_EQ(listener.told, "");
  listener.wait(1);
  EXPECT_EQ(listener.told, "3");
}

TEST(KeyReceiver, LosesNothingWhenOneKeysEndIsLostAndOnlyTheEndOfTheNextArrives) {
  Listener listener;
  listener.packet(3, 5000, false);
  listener.packet(4, 7000, true);
  listener.wait(200);
  EXPECT_EQ(listener.told, "34");
}

TEST(KeyReceiver, IgnoresALateEndOfTheKeyBefore) {
  Listener listener;
  listener.packet(3, 5000, true);
  listener.packet(4, 7000, false);
  listener.packet(3, 5000, true);
  listener.packet(4, 7000, true);
  EXPECT_EQ(listener.told, "34");
}

TEST(KeyReceiver, WorksAcrossTheWrapOfTimestamps) {
  Listener listener;
  listener.packet(3, 0xFFFFFF00, true);
  listener.packet(4, 0x00000400, true);
  EXPECT_EQ(listener.told, "34");
}

TEST(KeySender, IsUnderstoodByTheReceiver) {
  KeySender sender;
  Listener listener;
  for (const char key : std::string("28319242#")) ASSERT_TRUE(sender.press(key));
  for (std::uint32_t timestamp = 0xFFFFF000; sender.busy(); timestamp += 160) {
    if (const auto packet = sender.tick(timestamp)) {
      listener.packet(packet->event.event, packet->timestamp, packet->event.end);
    } else {
      listener.wait(20);
    }
  }
  EXPECT_EQ(listener.told, "28319242#");
}

TEST(KeyFilter, LetsAKeyThatCameOverTwoWaysThroughOnce) {
  KeyFilter filter;
  const Instant now{};
  EXPECT_TRUE(filter.accept('1', KeyWay::rtp, now));
  EXPECT_TRUE(filter.accept('1', KeyWay::rtp, now + milliseconds(200)));
  EXPECT_FALSE(filter.accept('1', KeyWay::info, now + milliseconds(300)));
  EXPECT_FALSE(filter.accept('1', KeyWay::info, now + milliseconds(350)));
  EXPECT_TRUE(filter.accept('1', KeyWay::info, now + milliseconds(400))) << "a third press";
}

TEST(KeyFilter, TakesTheSameKeyLaterForANewPress) {
  KeyFilter filter;
  EXPECT_TRUE(filter.accept('1', KeyWay::rtp, Instant{}));
  EXPECT_TRUE(filter.accept('1', KeyWay::info, Instant{} + milliseconds(1001)));
}

}  // namespace
}  // namespace attendant::audio
