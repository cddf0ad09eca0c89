// A synthesised sentence begins with some 50 ms of silence, which its listener waits for. Pure; any thread.
#pragma once

#include <cstdint>

#include "audio/level.hpp"
#include "speech/voice.hpp"

namespace attendant::speech {

// From this magnitude on a voice has begun: an "s" or an "h" begins softly.
inline constexpr std::int16_t kSoftestVoice = audio::kVoicedMagnitude / 4;

// Takes the silence before the first sound away, but for 10 ms; the marks move with it.
void trim_lead_in(RenderedClause& clause, audio::SampleRate sample_rate);

}  // namespace attendant::speech
