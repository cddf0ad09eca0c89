// Where the agent files are, and what they may name: the configuration's side of src/agents.
#pragma once

#include <filesystem>
#include <string_view>

#include "agents/agent.hpp"
#include "agents/vocabulary.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"

namespace attendant::app {

// agents.dir of the configuration, or agents/ beside data/.
std::filesystem::path agents_folder(const config::Settings& settings);

agents::Vocabulary vocabulary_of(const config::Settings& settings);

// The agents of the folder as it is now, whatever version a server has in force.
Result<agents::Team> team_of(const config::Settings& settings);

// The agents that a stored call had: `versions` is what its journal says it was had with, `store` the folder
// that the server keeps its data in. Null: the call names none.
Result<agents::TeamPtr> team_of_call(std::string_view versions, const std::filesystem::path& store,
                                     const config::Settings& settings);

}  // namespace attendant::app
