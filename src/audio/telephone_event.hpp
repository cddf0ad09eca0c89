// DTMF keys as RFC 4733 telephone-events: the payload, a sender, a receiver, and one stream of keys out of
// all ways in which a key can reach us. Pure state; one thread; never allocates.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.hpp"

namespace attendant::audio {

// The four bytes of a telephone-event payload (RFC 4733 section 2.3).
struct TelephoneEvent {
  std::uint8_t event = 0;  // 0-9, 10 '*', 11 '#', 12-15 'A'-'D'
  bool end = false;
  std::uint8_t volume = 10;    // dBm0, sign dropped
  std::uint16_t duration = 0;  // in timestamp units
};
inline constexpr std::size_t kTelephoneEventBytes = 4;
std::optional<TelephoneEvent> parse_telephone_event(std::span<const std::uint8_t> payload);
void store_telephone_event(const TelephoneEvent& event, std::span<std::uint8_t, kTelephoneEventBytes> out);

std::optional<std::uint8_t> event_of_key(char key);  // '0'-'9' '*' '#' 'A'-'D'
std::optional<char> key_of_event(std::uint8_t event);

// Turns keys into packets, one per 20 ms tick: 100 ms of tone, the last packet three times, then 60 ms of
// pause.
class KeySender {
 public:
  struct Packet {
    TelephoneEvent event;
    std::uint32_t timestamp = 0;  // of the key's beginning, the same in all its packets
    bool marker = false;          // on the first one
  };

  // False when `key` is not a DTMF key or 32 keys are waiting.
  bool press(char key);
  bool busy() const { return count_ > 0 || phase_ > 0; }
  // Called once per tick; `timestamp` is the one this tick's packet would carry. Empty in the pause and when
  // idle.
  std::optional<Packet> tick(std::uint32_t timestamp);

 private:
  static constexpr std::size_t kWaiting = 32;
  std::array<std::uint8_t, kWaiting> events_{};  // a ring of the keys that wait
  std::size_t first_ = 0, count_ = 0;
  int phase_ = 0;  // ticks since the key in hand began; 0 = none in hand
  std::uint8_t event_ = 0;
  std::uint32_t begin_ = 0;
};

// Finds the keys in received packets. A key is known by its timestamp and told once: at its end bit, at the
// start of another key, or 200 ms after its last packet when all ends were lost. Markers are not trusted
// (often missing).
class KeyReceiver {
 public:
  std::optional<char> receive(const TelephoneEvent& event, std::uint32_t timestamp, Instant now);
  std::optional<char> tick(Instant now);

 private:
  std::optional<char> tell();

  bool open_ = false;  // a key is down and not told yet
  bool seen_ = false;
  std::uint8_t event_ = 0;
  std::uint32_t timestamp_ = 0;
  Instant last_packet_{};
};

// The ways of a key. A network may send the same key by more than one of them.
enum class KeyWay : std::uint8_t { rtp, info };

// Lets a key through once: the same key over another way within a second is its copy.
class KeyFilter {
 public:
  bool accept(char key, KeyWay way, Instant now);

 private:
  struct Told {
    char key = 0;
    KeyWay way = KeyWay::rtp;
    bool matched = true;  // its copy has come, too
    Instant at{};
  };
  std::array<Told, 16> told_{};
  std::size_t next_ = 0;
};

}  // namespace attendant::audio
