// Any bytes as a WAV file: no crash, no read outside, no sample that the file does not hold.
#include <cstddef>
#include <cstdint>

#include "audio/wav.hpp"
#include "base/result.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto wav = attendant::audio::parse_wav({data, size})) {
    CHECK(wav->samples.size() <= size);
    CHECK(wav->channel(wav->channels - 1).size() == wav->frames());
  }
  return 0;
}
