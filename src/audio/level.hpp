// How loud, and where voice begins and ends: plain energy, for measurements and gates; not a voice detector.
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "audio/frame.hpp"

namespace attendant::audio {

// Root mean square, 0 .. 32768.
float rms(SamplesView samples);
// Level in dB below full scale (0 is a full-scale square wave); -100 for digital silence.
float dbfs(SamplesView samples);
// Whether a level (rms) stands out of the noise of its line: by 10 dB, and by more than lines differ.
bool above_noise(float level, float noise);

// A sample counts as voiced from this magnitude on: -40 dB of full scale, above line noise and codec idle
// patterns.
inline constexpr std::int16_t kVoicedMagnitude = 328;

// Index of the first and of the last voiced sample.
std::optional<std::size_t> first_voiced(SamplesView samples, std::int16_t magnitude = kVoicedMagnitude);
std::optional<std::size_t> last_voiced(SamplesView samples, std::int16_t magnitude = kVoicedMagnitude);

}  // namespace attendant::audio
