#include "media/rtp_line.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace attendant::media {

RtpLine::RtpLine(Endpoint local, std::shared_ptr<Link> link, Recorder& recorder, std::function<void()> closed)
    : local_(local), link_(std::move(link)), recorder_(recorder), closed_(std::move(closed)) {}

RtpLine::~RtpLine() {
  link_->controls.push(Close{});
  closed_();
}

void RtpLine::set_remote(const Remote& remote) {
  takes_keys_ = remote.telephone_event.has_value();
  link_->controls.push(remote);
}

void RtpLine::play(UtteranceId utterance, audio::SamplesView samples, bool last) {
  link_->chunks.push({.utterance = utterance, .samples = {samples.begin(), samples.end()}, .last = last});
  ++chunks_;
}

void RtpLine::stop() { link_->controls.push(Stop{chunks_}); }

void RtpLine::duck(float level) { link_->controls.push(Duck{std::clamp(level, 0.0F, 1.0F)}); }

Status RtpLine::send_keys(std::string_view keys) {
  if (!takes_keys_)
    return fail(ErrorCode::unsupported, "the peer did not agree to telephone-event: no keys can be sent");
  for (const char key : keys) {
    if (!audio::event_of_key(key))
      return fail(ErrorCode::invalid, fmt::format("'{}' is not a telephone key", key));
  }
  for (const char key : keys) link_->controls.push(SendKey{key});
  return {};
}

void RtpLine::key_from_signalling(char key) { link_->controls.push(SignalledKey{key}); }

std::optional<LineEvent> RtpLine::next_event() {
  link_->chunks.reclaim();
  link_->controls.reclaim();
  LineEvent event;
  if (!link_->events.pop(event)) return std::nullopt;
  return event;
}

void RtpLine::start_recording(std::unique_ptr<audio::RecordingSink> sink, RecordingFinished finished) {
  auto tap = std::make_shared<RecordingTap>(link_->waiting.ticks);
  recorder_.add(tap, std::move(sink), std::move(finished));
  link_->controls.push(Record{std::move(tap)});
}

void RtpLine::pause_recording() { link_->controls.push(PauseRecord{true}); }
void RtpLine::resume_recording() { link_->controls.push(PauseRecord{false}); }
void RtpLine::stop_recording() { link_->controls.push(StopRecord{}); }

}  // namespace attendant::media
