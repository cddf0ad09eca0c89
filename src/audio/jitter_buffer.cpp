#include "audio/jitter_buffer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "audio/level.hpp"
#include "base/result.hpp"

namespace attendant::audio {
namespace {

constexpr auto kTick = static_cast<std::int64_t>(kFrameSamples);
constexpr std::int64_t kLongestPacket = 960;  // 120 ms
constexpr std::int64_t kJump = 8000;          // a transit that is off by a second is another timeline
constexpr int kStrangersBelieved = 3;
constexpr std::int64_t kTooMuch = 960;  // 120 ms above the target: shorten even audible sound
constexpr float kQuiet = 250.0F;        // RMS below which a frame may be left out or repeated
constexpr int kConcealedFrames = 3;     // after 60 ms what is made up has faded to silence

constexpr Duration kSampleTime{125'000};

std::int64_t to_samples(Instant at) { return at.time_since_epoch() / kSampleTime; }
Instant to_instant(std::int64_t samples) { return Instant(samples * kSampleTime); }
std::int64_t to_samples(std::chrono::milliseconds time) { return kTelephoneRate.samples_in(time); }

}  // namespace

JitterBuffer::JitterBuffer(JitterOptions options) : options_(options) {
  CHECK(options.min_delay <= options.max_delay &&
        to_samples(options.max_delay) + kLongestPacket < SampleRing::kCapacity);
}

void JitterBuffer::reset() {
  const JitterStats kept = stats_;
  *this = JitterBuffer(options_);
  stats_ = kept;
}

std::chrono::milliseconds JitterBuffer::target_delay() const {
  return std::chrono::milliseconds(target() / 8);
}

// ---- in
// ----------------------------------------------------------------------------------------------------------

bool JitterBuffer::insert(std::uint16_t sequence, std::uint32_t timestamp, SamplesView samples,
                          Instant arrival) {
  const auto length = static_cast<std::int64_t>(samples.size());
  if (length == 0 || length > kLongestPacket) return false;
  if (!started_) begin_at(timestamp, sequence);

  std::int64_t at = extend(timestamp);
  std::int64_t transit = to_samples(arrival) - at;
  if (delay_.known() && std::abs(transit - delay_.base()) > kJump) {
    if (++strangers_ < kStrangersBelieved) return false;
    reset();
    ++stats_.resets;
    begin_at(timestamp, sequence);
    at = extend(timestamp);
    transit = to_samples(arrival) - at;
  }
  strangers_ = 0;
  if (seen_before(sequence)) {
    ++stats_.duplicates;
    return false;
  }
  delay_.observe(transit, to_samples(arrival));  // late ones, too: they are what the delay must grow for

  // Consecutive sequence numbers with a gap in time: the sender was silent (DTX). Ahead of us it becomes
  // silence; while we wait anyway, waiting on costs nothing and keeps the delay short.
  const auto next = static_cast<std::uint16_t>(newest_sequence_ + 1);
  const bool was_silent = sequence == next && at > newest_end_ && !starved_;
  const std::int64_t silent_from = newest_end_;
  note_newest(sequence, at, length);
  packet_ = length;
  if (at + length <= ring_.begin()) {
    ++stats_.late;
    return false;
  }
  make_room(at + length);
  if (was_silent) {
    constexpr std::array<std::int16_t, kFrameSamples> kSilence{};
    for (std::int64_t t = std::max(silent_from, ring_.begin()); t < at; t += kTick) {
      ring_.write(t, SamplesView(kSilence).first(static_cast<std::size_t>(std::min(kTick, at - t))));
    }
  }
  announced_ = false;
  if (ring_.write(at, samples) == 0) ++stats_.duplicates;
  return true;
}

void JitterBuffer::announce_silence() { announced_ = true; }

void JitterBuffer::begin_at(std::uint32_t timestamp, std::uint16_t sequence) {
  started_ = true;
  starved_ = true;
  starved_frames_ = kConcealedFrames;
  newest_ = (std::int64_t{1} << 32) + timestamp;  // above zero: an older packet may follow
  newest_end_ = newest_;
  newest_sequence_ = sequence;
  seen_ = 0;
  ring_.restart_at(newest_);
}

std::int64_t JitterBuffer::extend(std::uint32_t timestamp) const {
  return newest_ + static_cast<std::int32_t>(timestamp - static_cast<std::uint32_t>(newest_));
}

bool JitterBuffer::seen_before(std::uint16_t sequence) const {
  const auto age = static_cast<std::int16_t>(newest_sequence_ - sequence);
  return age >= 0 && age < 64 && (seen_ >> age & 1) != 0;
}

void JitterBuffer::note_newest(std::uint16_t sequence, std::int64_t timestamp, std::int64_t samples) {
  const auto ahead = static_cast<std::int16_t>(sequence - newest_sequence_);
  if (ahead > 0) {
    seen_ = ahead < 64 ? seen_ << ahead | 1 : 1;
    newest_sequence_ = sequence;
  } else if (ahead > -64) {
    seen_ |= std::uint64_t{1} << -ahead;
  } else if (timestamp > newest_) {  // the sender's numbers began anew
    seen_ = 1;
    newest_sequence_ = sequence;
  }
  newest_ = std::max(newest_, timestamp);
  newest_end_ = std::max(newest_end_, timestamp + samples);
}

void JitterBuffer::make_room(std::int64_t end) {
  const std::int64_t begin = end - SampleRing::kCapacity;
  if (begin <= ring_.begin()) return;
  if (ring_.first_known()) stats_.overflowed += static_cast<std::uint64_t>(begin - ring_.begin());
  ring_.advance_to(begin);
}

// ---- out
// ---------------------------------------------------------------------------------------------------------

std::int64_t JitterBuffer::target() const {
  // A frame that lies in two packets needs both.
  const std::int64_t least = packet_ % kTick == 0 ? kTick / 2 : kTick / 2 + kTick;
  const std::int64_t margin = std::clamp(delay_.jitter(), least, std::max(least, packet_));
  return std::clamp(delay_.jitter() + margin, to_samples(options_.min_delay), to_samples(options_.max_delay));
}

Pulled JitterBuffer::pull(Instant now, Frame& out) {
  if (starved_ && !resume(to_samples(now))) return starve(now, out);
  return play(now, out);
}

// After a gap: begins with what there is as soon as its time has come.
bool JitterBuffer::resume(std::int64_t now) {
  const auto first = ring_.first_known();
  if (!first) return false;
  const std::int64_t oldest = now - delay_.base() - to_samples(options_.max_delay);
  const std::int64_t begin = std::max(*first, oldest);
  const std::int64_t due = now - delay_.base() - target();
  if (due < begin - kTick / 2) return false;
  if (begin > *first) stats_.overflowed += static_cast<std::uint64_t>(begin - *first);
  ring_.advance_to(begin);
  starved_ = false;
  return true;
}

Pulled JitterBuffer::starve(Instant now, Frame& out) {
  const Instant captured = now - behind_;
  if (!started_ || announced_ || starved_frames_ >= kConcealedFrames) {
    concealment_.silence(out);
    ++stats_.silent;
    return {Origin::silence, captured};
  }
  ++starved_frames_;
  concealment_.conceal(out);
  ++stats_.concealed;
  return {Origin::concealed, captured};
}

Pulled JitterBuffer::play(Instant now, Frame& out) {
  const std::int64_t begin = ring_.begin();
  const auto first = ring_.first_known();
  if (!first) {
    starved_ = true;
    starved_frames_ = 0;
    return starve(now, out);
  }
  const Instant captured = to_instant(begin + delay_.base());
  behind_ = std::max(now - captured, Duration{0});

  const std::int64_t surplus = to_samples(now) - delay_.base() - target() - begin;
  if (surplus >= kTick && compress(out)) {
    ++stats_.compressed;
    ++stats_.played;
    return {Origin::received, captured};
  }
  if (surplus <= -kTick && *first == begin) {
    Frame next;
    for (std::size_t i = 0; i < next.size(); ++i) {
      const std::int64_t at = begin + static_cast<std::int64_t>(i);
      next[i] = ring_.known(at) ? ring_.at(at) : std::int16_t{0};
    }
    if (rms(next) < kQuiet) {
      concealment_.conceal(out);
      ++stats_.stretched;
      return {Origin::concealed, captured};
    }
  }
  const Origin origin = copy_out(out);
  ++(origin == Origin::received ? stats_.played : stats_.concealed);
  return {origin, captured};
}

// Plays two frames in the time of one, the first fading into the second, when that cannot be heard or must
// be.
bool JitterBuffer::compress(Frame& out) {
  const std::int64_t begin = ring_.begin();
  Frame first;
  Frame second;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t at = begin + static_cast<std::int64_t>(i);
    if (!ring_.known(at) || !ring_.known(at + kTick)) return false;
    first[i] = ring_.at(at);
    second[i] = ring_.at(at + kTick);
  }
  const bool inaudible = rms(first) < kQuiet && rms(second) < kQuiet;
  const bool must = newest_end_ - begin - target() > kTooMuch;
  if (!inaudible && !must) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float weight = static_cast<float>(i) / static_cast<float>(kFrameSamples);
    out[i] = static_cast<std::int16_t>(
        std::lround(static_cast<float>(first[i]) * (1.0F - weight) + static_cast<float>(second[i]) * weight));
  }
  concealment_.received(out);
  ring_.advance_to(begin + 2 * kTick);
  return true;
}

// The next frame with its holes filled in. Holes at the end with nothing behind them may still arrive: they
// are filled, but not counted as played.
Origin JitterBuffer::copy_out(Frame& out) {
  const std::int64_t begin = ring_.begin();
  Origin origin = Origin::received;
  std::int64_t played = kTick;
  for (std::int64_t i = 0; i < kTick;) {
    const bool known = ring_.known(begin + i);
    std::int64_t end = i;
    for (; end < kTick && ring_.known(begin + end) == known; ++end) {
      if (known) out[static_cast<std::size_t>(end)] = ring_.at(begin + end);
    }
    const auto run = std::span(out).subspan(static_cast<std::size_t>(i), static_cast<std::size_t>(end - i));
    if (known) {
      concealment_.received(run);
    } else {
      concealment_.conceal(run);
      origin = Origin::concealed;
      if (end == kTick && newest_end_ <= begin + i) played = i;
    }
    i = end;
  }
  ring_.advance_to(begin + played);
  return origin;
}

}  // namespace attendant::audio
