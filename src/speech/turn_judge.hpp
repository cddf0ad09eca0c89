// Has a speaker who is silent now finished, by how it sounded? An adviser: it knows melody and rhythm and no
// words, and is often wrong, so that it never ends a turn alone. Blocking and heavy (about 40 ms of CPU):
// called on pool threads, from several at once.
#pragma once

#include <chrono>

#include "audio/frame.hpp"
#include "base/result.hpp"
#include "base/turn_advice.hpp"

namespace attendant::speech {

class TurnJudge {
 public:
  // As much as it listens to; what came before does not count.
  static constexpr std::chrono::seconds kHorizon{8};

  virtual ~TurnJudge() = default;
  // The probability (0..1) that the turn is over. `samples`: the caller's turn so far, 16-bit mono at 8 or 16
  // kHz, with the silence that it ends in.
  virtual Result<float> finished(audio::SamplesView samples, audio::SampleRate sample_rate) = 0;
};

struct AdvicePolicy {
  float done = 0.9F;      // probability from which the turn sounds finished
  float not_done = 0.3F;  // and up to which it does not
};

constexpr TurnAdvice advice(float probability, const AdvicePolicy& policy) {
  if (probability >= policy.done) return TurnAdvice::done;
  return probability <= policy.not_done ? TurnAdvice::not_done : TurnAdvice::unsure;
}

}  // namespace attendant::speech
