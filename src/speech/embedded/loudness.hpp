// Brings a voice to the level that telephones expect. Pure.
#pragma once

#include <span>

#include "audio/frame.hpp"

namespace attendant::speech::embedded {

// Level of the voiced parts of what we say, dB below full scale: as loud as people, with room for peaks.
inline constexpr float kActiveLevel = -20.0F;

// -1..1 samples to 16 bits, their voiced parts at kActiveLevel; peaks are rounded off, not clipped.
audio::Samples to_telephone_level(std::span<const float> samples);

}  // namespace attendant::speech::embedded
