// What one call needs to listen: cuts its audio into windows, keeps the detector's memory and the energy
// gate, and feeds the Listener. The detector itself is shared, so listening has two halves: window() says
// what it should look at, heard() takes its answer. Pure; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "audio/resampler.hpp"
#include "audio/sketch.hpp"
#include "speech/echo_guard.hpp"
#include "speech/energy_gate.hpp"
#include "speech/listener.hpp"
#include "speech/voice_detector.hpp"

namespace attendant::speech {

class Ear {
 public:
  // 8 or 16 kHz, as in `policy`.
  static Result<Ear> create(const ListenPolicy& policy);

  // `sent`: see RecognizerStream::push.
  void push(audio::SamplesView frame, Instant captured, const audio::Sketch& sent = {});

  // The next whole window, if there is one: with a question for the detector, or `silent` when the gate is
  // shut.
  struct Window {
    VoiceWindow question;
    bool silent = false;
  };
  std::optional<Window> window();
  bool has_window() const;
  // The window of the last window() call has this probability of a voice.
  std::vector<ListenEffect> heard(float probability, bool busy);

  audio::SampleRate sample_rate() const { return rate_; }
  Listener& listener() { return listener_; }
  const Listener& listener() const { return listener_; }

 private:
  bool is_echo(audio::SamplesView window, float probability);
  Ear(const ListenPolicy& policy, std::optional<audio::Resampler> to_telephone);

  audio::SampleRate rate_;
  Listener listener_;
  std::optional<audio::Resampler> to_telephone_;  // the detector hears 8 kHz
  EnergyGate gate_;
  VoiceTrack track_;
  EchoGuard echo_;
  audio::Samples pending_;         // at the stream's rate, not yet in a window
  audio::Samples detector_audio_;  // the same at 8 kHz; only when the rates differ
  Instant pending_begin_;          // capture time of pending_[0]
};

}  // namespace attendant::speech
