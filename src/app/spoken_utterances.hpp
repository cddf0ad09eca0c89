// Labelled utterances as the recogniser of the server hears them over a telephone line: recorded by people,
// or spoken by our voice.
#pragma once

#include <filesystem>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "inference/runtime.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::app {

struct HeardUtterances {
  std::vector<understanding::LabelledUtterance> utterances;  // with the recogniser's words
  std::size_t recorded = 0;                                  // of them; the rest our voice has spoken
  std::size_t unheard = 0;                                   // of which no word was heard
};

// `folder` holds ID.wav for some utterances; what is not there is spoken, over lines as simulated callers
// have them. Seconds of CPU for each minute of speech.
Result<HeardUtterances> as_heard(std::vector<understanding::LabelledUtterance> utterances,
                                 const std::filesystem::path& folder, const inference::Runtime& models,
                                 Date today);

}  // namespace attendant::app
