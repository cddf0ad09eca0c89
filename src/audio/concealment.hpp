// Hides lost sound (waveform substitution, after the idea of G.711 Appendix I): repeats the last pitch
// period, fades it out within 60 ms, and blends into the sound that comes next. One per stream; never
// allocates; one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/frame.hpp"

namespace attendant::audio {

class Concealment {
 public:
  // Sound that did arrive; after a loss its first samples are blended, in place, with what was made up.
  void received(std::span<std::int16_t> samples);
  // Makes up sound for a gap of this length; any number of calls continue one gap.
  void conceal(std::span<std::int16_t> out);
  // The far end is silent by intention (DTX): the history becomes silence.
  void silence(std::span<std::int16_t> out);
  void reset();

 private:
  static constexpr std::size_t kHistory = 400;                   // 50 ms: three of the longest pitch periods
  static constexpr std::size_t kMinPitch = 40, kMaxPitch = 120;  // 200 Hz .. 66 Hz
  static constexpr std::size_t kBlend = 32;                      // 4 ms

  void remember(SamplesView samples);
  void begin_gap();
  std::int16_t next_made_up();

  std::array<std::int16_t, kHistory> history_{};  // oldest first
  std::array<std::int16_t, kMaxPitch> period_{};
  std::size_t pitch_ = kMaxPitch;
  std::size_t position_ = 0;  // in period_
  std::size_t made_up_ = 0;   // samples since the gap began; 0 = not in a gap
};

}  // namespace attendant::audio
