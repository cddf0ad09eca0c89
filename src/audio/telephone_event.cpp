#include "audio/telephone_event.hpp"

#include <algorithm>
#include <utility>

#include "audio/frame.hpp"
#include "base/bytes.hpp"

namespace attendant::audio {
namespace {

constexpr std::string_view kKeys = "0123456789*#ABCD";  // by event number, RFC 4733 table 3

}  // namespace

std::optional<TelephoneEvent> parse_telephone_event(std::span<const std::uint8_t> payload) {
  if (payload.size() < kTelephoneEventBytes) return std::nullopt;
  return TelephoneEvent{.event = payload[0],
                        .end = (payload[1] & 0x80) != 0,
                        .volume = static_cast<std::uint8_t>(payload[1] & 0x3F),
                        .duration = load_be16(&payload[2])};
}

void store_telephone_event(const TelephoneEvent& event, std::span<std::uint8_t, kTelephoneEventBytes> out) {
  out[0] = event.event;
  out[1] = static_cast<std::uint8_t>((event.end ? 0x80 : 0) | (event.volume & 0x3F));
  store_be16(&out[2], event.duration);
}

std::optional<std::uint8_t> event_of_key(char key) {
  const auto place = kKeys.find(key >= 'a' && key <= 'd' ? static_cast<char>(key - 'a' + 'A') : key);
  if (place == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(place);
}

std::optional<char> key_of_event(std::uint8_t event) {
  if (event >= kKeys.size()) return std::nullopt;
  return kKeys[event];
}

// ---- sender
// ------------------------------------------------------------------------------------------------------

bool KeySender::press(char key) {
  const auto event = event_of_key(key);
  if (!event || count_ == kWaiting) return false;
  events_[(first_ + count_) % kWaiting] = *event;
  ++count_;
  return true;
}

std::optional<KeySender::Packet> KeySender::tick(std::uint32_t timestamp) {
  constexpr int kToneTicks = 5;               // 100 ms
  constexpr int kEndTicks = kToneTicks + 2;   // the end is sent three times in all
  constexpr int kPauseTicks = kEndTicks + 3;  // 60 ms
  constexpr int kTick = static_cast<int>(kFrameSamples);
  if (phase_ == 0) {
    if (count_ == 0) return std::nullopt;
    event_ = events_[first_];
    first_ = (first_ + 1) % kWaiting;
    --count_;
    begin_ = timestamp;
  }
  const int tick = ++phase_;
  if (tick == kPauseTicks) phase_ = 0;
  if (tick > kEndTicks) return std::nullopt;
  return Packet{.event = {.event = event_,
                          .end = tick >= kToneTicks,
                          .duration = static_cast<std::uint16_t>(std::min(tick, kToneTicks) * kTick)},
                .timestamp = begin_,
                .marker = tick == 1};
}

// ---- receiver
// ----------------------------------------------------------------------------------------------------

std::optional<char> KeyReceiver::tell() {
  return std::exchange(open_, false) ? key_of_event(event_) : std::nullopt;
}

std::optional<char> KeyReceiver::receive(const TelephoneEvent& event, std::uint32_t timestamp, Instant now) {
  if (!key_of_event(event.event)) return std::nullopt;
  // Repeated ends and packets of an older key that come late have a timestamp at or before the key in hand.
  const bool same = seen_ && timestamp == timestamp_;
  const bool older = seen_ && !same && static_cast<std::int32_t>(timestamp - timestamp_) < 0 &&
                     now - last_packet_ < std::chrono::seconds(1);
  if (older) return std::nullopt;
  std::optional<char> told;
  if (!same) {
    told = tell();
    open_ = true;
    seen_ = true;
    event_ = event.event;
    timestamp_ = timestamp;
  }
  last_packet_ = now;
  // A new key whose only packet that arrived is its end can, after another lost end, tell two keys at once;
  // the second is then told by tick().
  if (event.end && !told) told = tell();
  return told;
}

std::optional<char> KeyReceiver::tick(Instant now) {
  constexpr std::chrono::milliseconds kEndsLost{200};
  return open_ && now - last_packet_ >= kEndsLost ? tell() : std::nullopt;
}

// ---- filter
// ------------------------------------------------------------------------------------------------------

bool KeyFilter::accept(char key, KeyWay way, Instant now) {
  constexpr std::chrono::seconds kCopyWithin{1};
  // Oldest first: the second of two equal keys must not be matched with the first one's copy.
  for (std::size_t i = 0; i < told_.size(); ++i) {
    Told& told = told_[(next_ + i) % told_.size()];
    if (!told.matched && told.key == key && told.way != way && now - told.at <= kCopyWithin) {
      told.matched = true;
      return false;
    }
  }
  told_[next_] = {.key = key, .way = way, .matched = false, .at = now};
  next_ = (next_ + 1) % told_.size();
  return true;
}

}  // namespace attendant::audio
