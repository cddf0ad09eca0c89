// The mouth of a call: text in, audio out clause by clause, the first clause as soon as it is ready.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "audio/frame.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "speech/voice.hpp"

namespace attendant::speech {

struct SpeakRequest {
  std::string text;     // written forms allowed: the engine turns them into words
  float rate = 1.0F;    // 0.5 .. 2.0, 1.0 normal
  std::string voice{};  // one of the engine's; empty, or one that it does not have: its own
  audio::SampleRate sample_rate = audio::kTelephoneRate;  // of the audio wanted
  UtteranceId utterance{};  // whose sound it is; for a voice that is told how far it was played
};

struct SpokenChunk {
  audio::Samples pcm;
  std::vector<WordMark>
      words;  // counted from the start of the request: offsets in its text, samples of all chunks
};
struct SpokenAll {};  // the last chunk was delivered
using SynthesisEvent = std::variant<SpokenChunk, SpokenAll, Error>;

// Called on the synthesizer's threads, in order per request: hand the event over, do not work in it.
using SynthesisSink = std::function<void(SynthesisEvent)>;

// A request being spoken. Destroying it cancels: no event is delivered after the destructor has returned. Do
// not destroy it inside its own sink.
class Speaking {
 public:
  virtual ~Speaking() = default;
};

class Synthesizer {
 public:
  virtual ~Synthesizer() = default;
  virtual std::unique_ptr<Speaking> speak(SpeakRequest request, SynthesisSink sink) = 0;
};

}  // namespace attendant::speech
