// Measures an answer from the caller's end of a line: from our last voiced sample sent to the other side's
// first voiced sample received, and when the answer is over. Used by the test client and by benches; a value.
#pragma once

#include <optional>

#include "audio/level.hpp"
#include "base/clock.hpp"
#include "media/line.hpp"

namespace attendant::media {

class TalkMeter {
 public:
  explicit TalkMeter(std::int16_t voiced = audio::kVoicedMagnitude) : voiced_(voiced) {}

  // Feed every event and every frame of the line.
  void on_event(const LineEvent& event) {
    const auto* finished = std::get_if<UtteranceFinished>(&event);
    if (finished == nullptr || !finished->last_voiced) return;
    asked_at_ = finished->last_voiced;
    answered_at_.reset();
  }
  void on_frame(const CallerFrame& frame) {
    if (frame.origin == audio::Origin::silence || !audio::first_voiced(frame.samples, voiced_)) return;
    last_heard_ = frame.captured;
    // What arrives while we still speak is the answer to something before.
    if (asked_at_ && !answered_at_ && frame.captured > *asked_at_) answered_at_ = frame.captured;
  }

  // Last voiced sample sent -> first voiced sample received; empty until both have been.
  std::optional<Duration> first_sound() const {
    if (!asked_at_ || !answered_at_) return std::nullopt;
    return *answered_at_ - *asked_at_;
  }
  // The other side has answered and has been quiet since for so long.
  bool answer_over(Instant now, Duration quiet) const { return answered_at_ && now - last_heard_ >= quiet; }

 private:
  std::int16_t voiced_;
  std::optional<Instant> asked_at_;
  std::optional<Instant> answered_at_;
  Instant last_heard_{};
};

}  // namespace attendant::media
