// What agent files can name: the tools of a catalogue, the dialogue engine's sentences, and people.
#pragma once

#include <string>
#include <vector>

#include "agents/vocabulary.hpp"
#include "tools/spec.hpp"

namespace attendant::brain {

// `people`: names of the transfer allow-list. "person" is always among them: without a target a call-back is
// offered.
agents::Vocabulary agent_vocabulary(const tools::Catalogue& catalogue, std::vector<std::string> people = {});

}  // namespace attendant::brain
