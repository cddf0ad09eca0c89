// From agent files to a team. Strict: what is not known, not allowed or does not fit together is an error
// with its place, and all errors of all files are told at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agents/agent.hpp"
#include "agents/vocabulary.hpp"
#include "base/result.hpp"

namespace attendant::agents {

struct AgentFile {
  std::string name;  // for errors, and the order of the agents: "agents/claims.yaml"
  std::string text;
};

// Pure. One line per problem: "agents/claims.yaml:12:9: tools[3].name: 'claim_statu' is no tool; did you mean
// claim_status?" The team's version is left empty.
Result<Team> load_team(const std::vector<AgentFile>& files, const Vocabulary& known);

// Every *.yaml of the folder, by name. An error when there is none.
Result<std::vector<AgentFile>> read_agent_files(const std::filesystem::path& folder);

// The agent as a file that reads back the same, every key explained.
std::string to_yaml(const Agent& agent);

}  // namespace attendant::agents
