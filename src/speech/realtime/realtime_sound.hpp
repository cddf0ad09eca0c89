// Sound between the telephone's rate and what a session speaks: G.711 mu-law, or 16-bit samples at 24 kHz,
// little-endian. Keeps the state of its filters; one per session and thread.
#pragma once

#include <optional>

#include "audio/frame.hpp"
#include "audio/resampler.hpp"
#include "base/bytes.hpp"
#include "speech/realtime/realtime_dialect.hpp"

namespace attendant::speech {

class RealtimeCodec {
 public:
  static Result<RealtimeCodec> create(RealtimeSound sound);

  Bytes encode(audio::SamplesView pcm);    // from kTelephoneRate
  audio::Samples decode(BytesView coded);  // to kTelephoneRate; half a sample waits for its other half
  void reset();                            // what is decoded next is another answer

 private:
  RealtimeCodec() = default;

  std::optional<audio::Resampler> up_, down_;  // none: mu-law
  std::optional<std::uint8_t> half_;
};

}  // namespace attendant::speech
