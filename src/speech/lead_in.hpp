// A synthesised sentence begins with some 50 ms of silence, which its listener waits for. Pure; any thread.
#pragma once

#include "speech/voice.hpp"

namespace attendant::speech {

// Takes the silence before the first sound away, but for 10 ms; the marks move with it.
void trim_lead_in(RenderedClause& clause, audio::SampleRate sample_rate);

}  // namespace attendant::speech
