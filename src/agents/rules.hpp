// What must fit together in an agent file, and among the files of one folder. Pure.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "agents/agent.hpp"
#include "agents/vocabulary.hpp"

namespace attendant::agents {

// Told of each broken rule: the path of the value ("tools[2].name") and what is wrong with it.
using Report = std::function<void(std::string_view path, std::string problem)>;

// Of one file alone.
void check_agent(const Agent& agent, const Vocabulary& known, const Report& report);

// Of the agents together: `report` names the agent that is wrong.
using TeamReport = std::function<void(std::size_t agent, std::string_view path, std::string problem)>;
void check_team(std::span<const Agent> agents, const Vocabulary& known, const TeamReport& report);

}  // namespace attendant::agents
