// A whole text at once, where nobody waits for its first clause: measurements and simulated callers. Blocking
// and heavy, as Voice::render.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "speech/voice.hpp"

namespace attendant::speech {

// The clauses of `text`, one behind the other; the marks count in the whole text and its whole sound.
Result<RenderedClause> render_text(std::string_view text, Voice& voice, float rate,
                                   audio::SampleRate sample_rate);

}  // namespace attendant::speech
