// Where the agent files are, and what they may name: the configuration's side of src/agents.
#pragma once

#include <filesystem>

#include "agents/vocabulary.hpp"
#include "config/settings.hpp"

namespace attendant::app {

// agents.dir of the configuration, or agents/ beside data/.
std::filesystem::path agents_folder(const config::Settings& settings);

agents::Vocabulary vocabulary_of(const config::Settings& settings);

}  // namespace attendant::app
