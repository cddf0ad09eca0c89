#include "answering_side.hpp"

#include <utility>

#include <fmt/format.h>

#include "audio/level.hpp"
#include "audio/recording_sink.hpp"
#include "media/file_sink.hpp"
#include "voice.hpp"

namespace attendant::bench {

Result<std::unique_ptr<AnsweringSide>> AnsweringSide::start(const AnsweringOptions& options,
                                                            const Clock& clock) {
  std::unique_ptr<AnsweringSide> side(new AnsweringSide());
  media::PlaneOptions plane;
  plane.first_port = 20000;
  plane.last_port = 24999;
  plane.realtime = options.realtime;
  plane.pin_to_core = options.core;
  TRY_ASSIGN(side->plane_, media::MediaPlane::start(plane, clock));
  side->answer_ = voice(std::chrono::milliseconds(1200));
  for (int i = 0; i < options.calls; ++i) {
    const std::string name = fmt::format("{}/call-{}.wav", options.recordings, i);
    TRY_ASSIGN(auto resampler, audio::Resampler::create(audio::kTelephoneRate, audio::kSpeechRate));
    TRY_ASSIGN(auto line, side->plane_->open({.call = name, .jitter = {}}));
    TRY_ASSIGN(auto file, media::open_file_sink(name));
    line->start_recording(std::make_unique<audio::WavRecordingSink>(std::move(file)), [](const auto&) {});
    side->calls_.push_back({.line = std::move(line), .to_speech_rate = std::move(resampler)});
  }
  return side;
}

std::vector<media::Endpoint> AnsweringSide::endpoints() const {
  std::vector<media::Endpoint> all;
  for (const Call& call : calls_) all.push_back(call.line->local());
  return all;
}

void AnsweringSide::connect(const std::vector<media::Endpoint>& callers) {
  CHECK(callers.size() == calls_.size());
  for (std::size_t i = 0; i < callers.size(); ++i) {
    calls_[i].line->set_remote({.rtp = callers[i], .rtcp_port = {}, .telephone_event = 101});
  }
}

void AnsweringSide::tick() {
  for (Call& call : calls_) {
    media::CallerFrame frame;
    while (call.line->next_frame(frame)) hear(call, frame);
    while (call.line->next_event()) {
    }
  }
}

void AnsweringSide::hear(Call& call, const media::CallerFrame& frame) {
  constexpr float kGate = 300.0F;
  constexpr int kTurnEnd = 15;  // frames: 300 ms
  speech_rate_.clear();
  call.to_speech_rate.process(frame.samples, speech_rate_);
  if (audio::rms(speech_rate_) >= kGate) {
    call.talking = true;
    call.quiet_frames = 0;
  } else if (call.talking && ++call.quiet_frames == kTurnEnd) {
    call.talking = false;
    ++turns_;
    call.line->play(UtteranceId(++call.utterances), answer_, true);
  }
}

AnsweringFigures AnsweringSide::figures() const {
  AnsweringFigures sum{.realtime = plane_->realtime(), .lateness = plane_->lateness(), .turns = turns_};
  for (const Call& call : calls_) {
    const media::LineStats stats = call.line->stats();
    sum.sent += stats.sent;
    sum.received += stats.received;
    sum.lost += stats.lost;
    sum.frames_dropped += stats.frames_dropped;
    sum.recording_dropped += stats.recording_dropped;
  }
  return sum;
}

}  // namespace attendant::bench
