#include "audio/stream_buffer.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "audio/level.hpp"
#include "base/result.hpp"

namespace attendant::audio {
namespace {

constexpr auto kTick = static_cast<std::int64_t>(kFrameSamples);
constexpr std::int64_t kTooMuch = 960;  // 120 ms above the target: after a while shorten even audible sound
constexpr int kPatience = 50;           // frames: a second in which a pause of speech may come
constexpr float kQuiet = 250.0F;        // RMS below which a frame may be left out or repeated
constexpr std::size_t kMinPitch = 40;   // 200 Hz ..
constexpr std::size_t kMaxPitch = 120;  // .. 66 Hz
constexpr std::size_t kWorthMoving = 8000;  // samples played until the rest is moved to the front

constexpr Duration kSampleTime{125'000};

std::int64_t to_samples(Instant at) { return at.time_since_epoch() / kSampleTime; }
Instant to_instant(std::int64_t samples) { return Instant(samples * kSampleTime); }
std::int64_t to_samples(std::chrono::milliseconds time) { return kTelephoneRate.samples_in(time); }

// The lag at which the frame at the front resembles what follows it most.
std::size_t pitch_of(SamplesView sound) {
  std::size_t best_lag = kMaxPitch;
  double best = 0.0;
  for (std::size_t lag = kMinPitch; lag <= kMaxPitch; ++lag) {
    double product = 0.0;
    double energy = 1.0;
    for (std::size_t i = 0; i < kFrameSamples; ++i) {
      product += static_cast<double>(sound[i]) * sound[lag + i];
      energy += static_cast<double>(sound[lag + i]) * sound[lag + i];
    }
    const double likeness = product / std::sqrt(energy);
    if (likeness > best) {
      best = likeness;
      best_lag = lag;
    }
  }
  return best_lag;
}

}  // namespace

StreamBuffer::StreamBuffer(StreamBufferOptions options) : options_(options) {
  CHECK(options.min_delay <= options.max_delay && options.max_delay <= options.max_backlog);
}

void StreamBuffer::reset() {
  const StreamBufferStats kept = stats_;
  *this = StreamBuffer(options_);
  stats_ = kept;
}

std::chrono::milliseconds StreamBuffer::target_delay() const {
  return std::chrono::milliseconds(target() / 8);
}

std::chrono::milliseconds StreamBuffer::unevenness() const {
  return std::chrono::milliseconds(delay_.jitter() / 8);
}

void StreamBuffer::drop(std::size_t count) {
  taken_ += count;
  begin_ += static_cast<std::int64_t>(count);
  if (taken_ == sound_.size() || taken_ >= kWorthMoving) {
    sound_.erase(sound_.begin(), sound_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
  }
}

// ---- in
// ----------------------------------------------------------------------------------------------------------

void StreamBuffer::push(SamplesView samples, Instant arrival) {
  if (samples.empty()) return;
  // Nothing was left to play, and this comes too late for the stream's time: the sender had nothing to send,
  // and its time goes on now. Should it have been a stall, what was held up comes with this, ahead of the new
  // time: then the base falls, and the times of capture are true again.
  if (waiting() == 0 && delay_.known()) {
    const std::int64_t late = to_samples(arrival) - begin_ - delay_.base();
    if (late > to_samples(options_.max_delay)) {
      begin_ += late;
      noted_ = begin_;
      ++stats_.pauses;
    }
  }
  sound_.insert(sound_.end(), samples.begin(), samples.end());
  note_arrival(arrival);
  const auto most = static_cast<std::size_t>(to_samples(options_.max_backlog));
  if (waiting() > most) {
    stats_.dropped += waiting() - most;
    drop(waiting() - most);
  }
}

// Frame by frame, as if each had been a packet: of a long message the last frame is the least late, and what
// waited in the message before it counts as unevenness.
void StreamBuffer::note_arrival(Instant arrival) {
  const std::int64_t end = begin_ + static_cast<std::int64_t>(waiting());
  for (; noted_ + kTick <= end; noted_ += kTick) {
    delay_.observe(to_samples(arrival) - noted_, to_samples(arrival));
  }
}

// ---- out
// ---------------------------------------------------------------------------------------------------------

std::int64_t StreamBuffer::target() const {
  return std::clamp(delay_.jitter() + kTick, to_samples(options_.min_delay), to_samples(options_.max_delay));
}

Pulled StreamBuffer::pull(Instant now, Frame& out) {
  if (starved_ && !resume(to_samples(now))) return starve(now, out);
  starved_ = false;
  return play(now, out);
}

// After a gap: goes on as soon as the time of what there is has come.
bool StreamBuffer::resume(std::int64_t now) const {
  return waiting() > 0 && delay_.known() && now - delay_.base() - target() >= begin_ - kTick / 2;
}

Pulled StreamBuffer::starve(Instant now, Frame& out) {
  const Instant captured = now - behind_;
  if (starved_frames_ >= kConcealedFrames) {
    concealment_.silence(out);
    ++stats_.silent;
    return {Origin::silence, captured};
  }
  ++starved_frames_;
  concealment_.conceal(out);
  ++stats_.concealed;
  return {Origin::concealed, captured};
}

Pulled StreamBuffer::play(Instant now, Frame& out) {
  const auto count = std::min(waiting(), out.size());
  if (count == 0) {
    starved_ = true;
    starved_frames_ = 0;
    return starve(now, out);
  }
  const Instant captured = to_instant(begin_ + delay_.base());
  behind_ = std::max(now - captured, Duration{0});

  const std::int64_t surplus = to_samples(now) - delay_.base() - target() - begin_;
  surplus_frames_ = surplus >= kTooMuch ? surplus_frames_ + 1 : 0;
  if (surplus >= kTick && shorten(out)) {
    ++stats_.compressed;
    ++stats_.played;
    return {Origin::received, captured};
  }
  if (surplus <= -kTick && count == out.size() && rms(front(count)) < kQuiet) {
    concealment_.conceal(out);
    ++stats_.stretched;
    return {Origin::concealed, captured};
  }
  std::ranges::copy(front(count), out.begin());
  drop(count);
  concealment_.received(std::span(out).first(count));
  if (count == out.size()) {
    ++stats_.played;
    return {Origin::received, captured};
  }
  concealment_.conceal(std::span(out).subspan(count));
  ++stats_.concealed;
  starved_ = true;
  starved_frames_ = 1;
  return {Origin::concealed, captured};
}

// One frame that fades from the front into what follows a part that is left out.
bool StreamBuffer::shorten(Frame& out) {
  const auto left_out = part_to_leave_out();
  if (!left_out) return false;
  const SamplesView sound = front(kFrameSamples + *left_out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float weight = static_cast<float>(i) / static_cast<float>(kFrameSamples);
    out[i] = static_cast<std::int16_t>(std::lround(static_cast<float>(sound[i]) * (1.0F - weight) +
                                                   static_cast<float>(sound[i + *left_out]) * weight));
  }
  drop(sound.size());
  concealment_.received(out);
  return true;
}

// A whole frame where that cannot be heard; else, when there has been far too much for long, a pitch period
// of every other frame: speech that is a quarter faster, at its own pitch.
std::optional<std::size_t> StreamBuffer::part_to_leave_out() const {
  if (waiting() >= 2 * kFrameSamples && rms(front(kFrameSamples)) < kQuiet &&
      rms(front(2 * kFrameSamples).last(kFrameSamples)) < kQuiet) {
    return kFrameSamples;
  }
  const bool must = surplus_frames_ > kPatience && surplus_frames_ % 2 == 0;
  if (!must || waiting() < kFrameSamples + kMaxPitch) return std::nullopt;
  return pitch_of(front(kFrameSamples + kMaxPitch));
}

}  // namespace attendant::audio
