// Two recognisers as one: a quick one for everything, and a better, slower one that is asked again when the
// quick one is not sure of words that will be acted upon.
#pragma once

#include "speech/transcriber.hpp"

namespace attendant::speech {

class SecondOpinion final : public Transcriber {
 public:
  // Below `doubt` (confidence of the first, 0..1) the second is asked; 1.1 asks always. Both outlive the
  // instance.
  SecondOpinion(Transcriber& first, Transcriber& second, float doubt)
      : first_(first), second_(second), doubt_(doubt) {}

  Result<Transcript> transcribe(audio::SamplesView samples, audio::SampleRate sample_rate, Care care,
                                std::stop_token stop) override;

 private:
  Transcriber& first_;
  Transcriber& second_;
  float doubt_;
};

}  // namespace attendant::speech
