// The agents command of `attendant`: checks, shows, imports and versions the files that say what each agent
// is.
#pragma once

#include <string>

#include "app/commands.hpp"
#include "base/result.hpp"

namespace attendant::app {

void add_agents_command(CLI::App& app, Exit& exit);

// Its parts, each in a file of its own.
void add_agent_versions_commands(CLI::App& group, Exit& exit);
void add_agent_import_command(CLI::App& group, Exit& exit);

// Prints the problems, one a line; the exit status for them.
int tell_agent_problems(const Error& error, bool as_json);

}  // namespace attendant::app
