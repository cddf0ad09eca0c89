#include "media/paced_playback.hpp"

#include <algorithm>
#include <utility>

namespace attendant::media {
namespace {

// While the next samples of an utterance have not come, as late as a shard's tick allows: they may still come
// in time.
constexpr std::chrono::milliseconds kShortLead = 2 * audio::kFrameTime;

}  // namespace

PacedPlayback::PacedPlayback(std::chrono::milliseconds lead, audio::Resampler to_wire, SoundSocket& socket,
                             SpscQueue<LineEvent>& events)
    : lead_(lead), to_wire_(std::move(to_wire)), socket_(socket), events_(events) {}

void PacedPlayback::report(const LineEvent& event) {
  if (!events_.push(event)) ++events_dropped_;
}

void PacedPlayback::play(UtteranceId utterance, audio::SamplesView samples, bool last) {
  chunks_.push({.utterance = utterance, .samples = {samples.begin(), samples.end()}, .last = last});
  ++chunks_handed_over_;
  handed_over_ += static_cast<std::int64_t>(samples.size());
  newest_complete_ = last;
}

void PacedPlayback::stop() {
  stops_.push_back({.stop = {.chunks = chunks_handed_over_}, .handed_over = handed_over_});
}

// ---- what is heard
// -----------------------------------------------------------------------------------------------

std::optional<audio::Frame> PacedPlayback::hear_until(Instant end) {
  std::optional<audio::Frame> last;
  for (; !ahead_.empty() && ahead_.front().at < end; ahead_.pop_front()) {
    const Ahead& begun = ahead_.front();
    for (const LineEvent& event : begun.events) report(event);
    heard_ = begun.stretch;
    heard_at_ = begun.at;
    last = begun.samples;
  }
  return last;
}

void PacedPlayback::make_cuts(Instant now) {
  for (const PendingStop& pending : std::exchange(stops_, {})) {
    const Cut cut = cut_at(now);
    playback_.stop(pending.stop, now);
    playback_.continue_from_silence();
    take_events();  // its own Cut is of what was sent
    gone_ = std::max(gone_, pending.handed_over);
    ahead_.clear();
    heard_.reset();
    next_at_ = now;
    to_wire_.reset();
    sounding_ = false;
    socket_.flush();
    report(cut);
  }
}

Cut PacedPlayback::cut_at(Instant now) const {
  if (!heard_) return {.utterance = UtteranceId(0), .samples_played = 0, .at = now};
  const Duration rest = std::max<Duration>(heard_at_ + audio::kFrameTime - now, Duration{0});
  const std::int64_t still_to_come = rest * audio::kTelephoneRate.hertz() / std::chrono::seconds(1);
  return {.utterance = heard_->utterance,
          .samples_played = std::clamp(heard_->to - still_to_come, heard_->from, heard_->to),
          .at = now};
}

// ---- what is sent
// ------------------------------------------------------------------------------------------------

bool PacedPlayback::whole_frame_waits() const {
  return newest_complete_ || handed_over_ - gone_ >= static_cast<std::int64_t>(audio::kFrameSamples);
}

void PacedPlayback::send_ahead(Instant now) {
  next_at_ = std::max(next_at_, now);  // nothing was played, or the far end has run dry
  while (next_at_ + audio::kFrameTime <= now + (whole_frame_waits() ? lead_ : kShortLead)) {
    if (!make_frame()) break;
  }
  chunks_.reclaim();
}

// Makes and sends the next frame; false when there is nothing to play.
bool PacedPlayback::make_frame() {
  const auto before = playback_.position();
  const std::int64_t played = playback_.samples_played();
  Ahead frame{.samples = {}, .at = next_at_, .stretch = {}, .events = {}};
  const bool plays = playback_.fill(frame.samples, next_at_);
  gone_ += playback_.samples_played() - played;
  if (const auto after = playback_.position()) {
    const bool went_on = before && before->utterance == after->utterance;
    frame.stretch =
        Stretch{.utterance = after->utterance, .from = went_on ? before->samples : 0, .to = after->samples};
  }
  frame.events = take_events();
  if (plays) {
    send(frame.samples);
    next_at_ += audio::kFrameTime;
  } else {
    end_sound();
  }
  // An utterance may have ended behind its last sample: that is told in its time, too.
  if (plays || !frame.events.empty()) ahead_.push_back(std::move(frame));
  return plays;
}

std::vector<LineEvent> PacedPlayback::take_events() {
  std::vector<LineEvent> events;
  LineEvent event;
  while (made_.pop(event)) events.push_back(event);
  return events;
}

void PacedPlayback::send(audio::SamplesView samples) {
  wire_.clear();
  to_wire_.process(samples, wire_);
  socket_.send_sound(wire_);
  ++messages_sent_;
  sounding_ = true;
}

void PacedPlayback::end_sound() {
  if (!std::exchange(sounding_, false)) return;
  wire_.clear();
  to_wire_.flush(wire_);
  if (wire_.empty()) return;
  socket_.send_sound(wire_);
  ++messages_sent_;
}

}  // namespace attendant::media
