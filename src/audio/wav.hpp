// Reads WAV files (RIFF, little-endian): 16-bit PCM, mu-law or A-law, 1 or 2 channels, 8 to 48 kHz. Every
// length in the file is distrusted; an error names the byte where reading stopped. Pure; any thread.
#pragma once

#include <cstddef>

#include "audio/frame.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::audio {

struct Wav {
  SampleRate rate = kTelephoneRate;
  int channels = 1;
  Samples samples;  // interleaved

  std::size_t frames() const { return samples.size() / static_cast<std::size_t>(channels); }
  // One channel's samples: 0 is left (the caller, in our recordings), 1 is right.
  Samples channel(int index) const;
};

// A data chunk that runs past the end of the file (a recording cut short) is read as far as it goes.
Result<Wav> parse_wav(BytesView file);

}  // namespace attendant::audio
