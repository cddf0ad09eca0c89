// Labelled utterances and their beginnings as the recogniser of the server hears them end: spoken by our
// voice over lines as simulated callers have them, and broken off where the voice says that a word ends.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "inference/runtime.hpp"
#include "understanding/heard_ending.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::app {

// `voice`: as `attendant speak --voice`. Seconds of CPU for each utterance; `sink` gets each ending, named by
// line and voice, as soon
// as it was heard.
Status hear_endings(std::span<const understanding::LabelledUtterance> utterances, const std::string& voice,
                    const inference::Runtime& models,
                    const std::function<void(const understanding::HeardEnding&)>& sink);

}  // namespace attendant::app
