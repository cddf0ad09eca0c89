// The ear of a call: audio in, HearingEvents out. Implementations: LocalRecognizer (a VoiceDetector, the
// listening loop and a Transcriber), and the cloud engines.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "audio/frame.hpp"
#include "audio/sketch.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "speech/hearing_event.hpp"
#include "speech/second_opinion.hpp"

namespace attendant::speech {

// Called on the recogniser's thread, one call at a time per stream: hand the event over, do not work in it.
using HearingSink = std::function<void(HearingEvent)>;

// What the caller is expected to say next.
struct Expectation {
  int digits = 0;  // an answer of so many digits: people pause between groups, so the long silence is longer
  JudgeReading judge;  // how a reading answers what was asked; null: nothing particular is expected
};

class RecognizerStream {
 public:
  // No event is delivered after the destructor has returned; do not destroy a stream inside its own sink.
  virtual ~RecognizerStream() = default;

  // One frame (20 ms) of the stream's rate; `captured` is the time of its first sample; `sent` what we
  // ourselves sent meanwhile, if that may come back as an echo (at 8 kHz only). Always from the same thread;
  // never blocks or allocates. Audio that the recogniser cannot take in time is dropped.
  virtual void push(audio::SamplesView frame, Instant captured, const audio::Sketch& sent) = 0;
  void push(audio::SamplesView frame, Instant captured) { push(frame, captured, audio::Sketch{}); }

  // Any thread.
  virtual void expect(Expectation expectation) = 0;
  // The words of the last Paused were taken as a turn: forgets them. Speech that came after them is kept.
  virtual void take_turn() = 0;
  // No more audio comes: what is open ends in a Final.
  virtual void finish() = 0;
};

class Recognizer {
 public:
  virtual ~Recognizer() = default;
  // `sample_rate`: 8 or 16 kHz. Fails with ErrorCode::exhausted when no stream is left.
  virtual Result<std::unique_ptr<RecognizerStream>> open(audio::SampleRate sample_rate, HearingSink sink) = 0;
};

}  // namespace attendant::speech
