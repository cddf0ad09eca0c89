// A frame at a quarter of its rate: enough to tell whose sound it is, in a quarter of the memory. Not to be
// listened to.
#pragma once

#include <array>
#include <cstddef>

#include "audio/frame.hpp"

namespace attendant::audio {

inline constexpr std::size_t kSketchFraction = 4;
using Sketch = std::array<std::int16_t, kFrameSamples / kSketchFraction>;

inline Sketch sketch(const Frame& frame) {
  Sketch quarter{};
  for (std::size_t i = 0; i < quarter.size(); ++i) {
    int sum = 0;
    for (std::size_t k = 0; k < kSketchFraction; ++k) sum += frame[i * kSketchFraction + k];
    quarter[i] = static_cast<std::int16_t>(sum / static_cast<int>(kSketchFraction));
  }
  return quarter;
}

}  // namespace attendant::audio
