// Changes the sample rate of a stream. Keeps its filter state from chunk to chunk, so a stream may be cut
// anywhere without a click; one object per stream and direction, used by one thread at a time.
#pragma once

#include <memory>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::audio {

class Resampler {
 public:
  // Rates from 8 to 48 kHz; anything else is ErrorCode::invalid.
  static Result<Resampler> create(SampleRate from, SampleRate to);

  Resampler(Resampler&&) noexcept;
  Resampler& operator=(Resampler&&) noexcept;
  ~Resampler();

  // Appends the converted samples to `out`; allocates only when `out` has to grow.
  void process(SamplesView in, Samples& out);
  // The end of the stream: appends what the filter still holds, and starts anew.
  void flush(Samples& out);
  // Forgets the stream (after an interruption, so that nothing of the old one is heard in the next).
  void reset();

 private:
  struct Filter;
  Resampler(std::unique_ptr<Filter> filter, SampleRate from, SampleRate to);

  std::unique_ptr<Filter> filter_;  // null when the rates are equal
  SampleRate from_;
  SampleRate to_;
};

// A whole recording at once.
Result<Samples> resample(SamplesView in, SampleRate from, SampleRate to);

}  // namespace attendant::audio
