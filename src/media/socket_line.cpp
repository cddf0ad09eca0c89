#include "media/socket_line.hpp"

#include <algorithm>
#include <utility>

#include "audio/g711.hpp"
#include "audio/telephone_event.hpp"
#include "base/block_pool.hpp"
#include "media/reception.hpp"
#include "media/recording_tap.hpp"

namespace attendant::media {
namespace {

constexpr std::chrono::milliseconds kLeastLead{40};
constexpr std::chrono::milliseconds kLongestMessage{1000};
constexpr audio::Law kRecordedAs = audio::Law::mu;

// A tap with the memory for what waits in it; a line over RTP takes that from its plane.
struct OwnTap {
  BlockPool<RecordedTick> pool{RecordingTap::kTicks};
  RecordingTap tap{pool};
};

}  // namespace

Result<std::unique_ptr<SocketLine>> SocketLine::create(const SocketLineOptions& options, SoundSocket& socket,
                                                       Recorder& recorder) {
  if (options.send_lead < kLeastLead) {
    return fail(ErrorCode::invalid, "sound must be sent at least 40 ms ahead: a tick may be late");
  }
  TRY_ASSIGN(audio::Resampler incoming, audio::Resampler::create(options.rate, audio::kTelephoneRate));
  TRY_ASSIGN(audio::Resampler outgoing, audio::Resampler::create(audio::kTelephoneRate, options.rate));
  return std::unique_ptr<SocketLine>(
      new SocketLine(options, std::move(incoming), std::move(outgoing), socket, recorder));
}

SocketLine::SocketLine(const SocketLineOptions& options, audio::Resampler incoming, audio::Resampler outgoing,
                       SoundSocket& socket, Recorder& recorder)
    : rate_(options.rate),
      recorder_(recorder),
      incoming_(std::move(incoming)),
      buffer_(options.buffer),
      watch_(options.missing_after, options.timeout),
      playback_(options.send_lead, std::move(outgoing), socket, events_) {}

SocketLine::~SocketLine() { tap_.end(); }

bool SocketLine::sends() const {
  return direction_ == Direction::send_receive || direction_ == Direction::send_only;
}

bool SocketLine::listens() const {
  return direction_ == Direction::send_receive || direction_ == Direction::receive_only;
}

void SocketLine::set_remote(const Remote& remote) {
  const bool listened = listens();
  direction_ = remote.direction;
  if (listened || !listens()) return;
  // After a hold the caller's sound begins anew.
  incoming_.reset();
  buffer_.reset();
  watching_ = false;
}

// ---- time
// --------------------------------------------------------------------------------------------------------

void SocketLine::tick(Instant now) {
  if (!next_slot_) next_slot_ = now;
  for (; *next_slot_ <= now; *next_slot_ += audio::kFrameTime) begin_slot(*next_slot_);
  const Instant just_after = now + Duration(1);
  hear_until(just_after);
  playback_.make_cuts(now);
  for (const char key : std::exchange(keys_, {})) playback_.report(KeyPressed{.key = key, .at = now});
  if (sends()) playback_.send_ahead(now);
  hear_until(just_after);  // what was made for this very moment
  supervise(now);
}

// The caller's next frame; and one frame of both sides for the recording, ours as it began to be heard since
// the slot before.
void SocketLine::begin_slot(Instant at) {
  hear_until(at);
  CallerFrame frame;
  if (listens()) {
    const audio::Pulled pulled = buffer_.pull(at, frame.samples);
    frame.captured = pulled.captured;
    frame.origin = pulled.origin;
  } else {
    frame.samples.fill(0);
    frame.captured = at;
  }
  if (!frames_.push(frame)) ++frames_dropped_;
  tap_.write(kRecordedAs, frame.samples, heard_);
  heard_.fill(0);
}

void SocketLine::hear_until(Instant end) {
  if (const auto frame = playback_.hear_until(end)) heard_ = *frame;
}

void SocketLine::supervise(Instant now) {
  if (listens() && !watching_) watch_.begin(now);
  watching_ = listens();
  if (!watching_) return;
  while (const auto event = watch_.check(now)) playback_.report(*event);
}

// ---- the caller
// --------------------------------------------------------------------------------------------------

void SocketLine::receive(audio::SamplesView samples, Instant at) {
  if (!listens()) return;
  if (std::cmp_greater(samples.size(), rate_.samples_in(kLongestMessage))) {
    ++refused_;
    return;
  }
  watch_.heard(at);
  ++received_;
  received_sound_.clear();
  incoming_.process(samples, received_sound_);
  if (onsets_.hear(received_sound_)) playback_.report(CallerStirs{at});
  buffer_.push(received_sound_, at);
}

void SocketLine::key_from_signalling(char key) {
  if (audio::event_of_key(key)) keys_ += key;
}

// ---- ours
// --------------------------------------------------------------------------------------------------------

void SocketLine::play(UtteranceId utterance, audio::SamplesView samples, bool last) {
  playback_.play(utterance, samples, last);
}

void SocketLine::stop() { playback_.stop(); }

void SocketLine::duck(float level) { playback_.duck(std::clamp(level, 0.0F, 1.0F)); }

Status SocketLine::send_keys(std::string_view /*keys*/) {
  return fail(ErrorCode::unsupported, "keys cannot be sent to a caller without a telephone line");
}

std::optional<LineEvent> SocketLine::next_event() {
  LineEvent event;
  if (!events_.pop(event)) return std::nullopt;
  return event;
}

// ---- recording and figures
// ---------------------------------------------------------------------------------------

void SocketLine::start_recording(std::unique_ptr<audio::RecordingSink> sink, RecordingFinished finished) {
  const auto own = std::make_shared<OwnTap>();
  recorder_.add(std::shared_ptr<RecordingTap>(own, &own->tap), std::move(sink), std::move(finished));
  tap_.begin(own->tap);
}

void SocketLine::pause_recording() { tap_.pause(true); }
void SocketLine::resume_recording() { tap_.pause(false); }
void SocketLine::stop_recording() { tap_.end(); }

LineStats SocketLine::stats() const {
  const audio::StreamBufferStats& heard = buffer_.stats();
  LineStats stats;
  stats.sent = playback_.messages_sent();
  stats.received = received_;
  stats.refused_packets = refused_;
  stats.jitter_ms = static_cast<float>(buffer_.unevenness().count());
  stats.delay_ms = static_cast<float>(buffer_.target_delay().count());
  stats.concealed_frames = heard.concealed;
  stats.underruns = playback_.underruns();
  stats.frames_dropped = frames_dropped_;
  stats.events_dropped = playback_.events_dropped();
  stats.recording_dropped = tap_.dropped();
  if (const std::uint64_t frames = heard.played + heard.concealed; frames > 0) {
    const double unheard = static_cast<double>(heard.concealed) / static_cast<double>(frames);
    stats.mos = estimate_mos(unheard, stats.delay_ms + static_cast<float>(audio::kFrameTime.count()));
  }
  return stats;
}

}  // namespace attendant::media
