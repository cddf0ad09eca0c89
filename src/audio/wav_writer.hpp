// Writes a 16-bit PCM WAV as a stream into a ByteSink. Until finish() the header says "until the end of the
// file", which WavReader and the usual players accept, so a recording that was cut short by a crash stays
// readable. One thread.
#pragma once

#include <cstdint>
#include <memory>

#include "audio/byte_sink.hpp"
#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::audio {

class WavWriter {
 public:
  WavWriter(std::unique_ptr<ByteSink> bytes, SampleRate rate, int channels);
  // Interleaved samples, a multiple of the channels.
  Status write(SamplesView interleaved);
  // Puts the true sizes into the header and closes the sink.
  Status finish();

 private:
  Bytes header(std::uint32_t data_bytes) const;

  std::unique_ptr<ByteSink> bytes_;
  SampleRate rate_;
  int channels_;
  std::uint64_t data_bytes_ = 0;
  bool started_ = false;
};

// A whole recording at once.
Bytes to_wav(SamplesView interleaved, SampleRate rate, int channels = 1);

}  // namespace attendant::audio
