// The agents command of `attendant`: checks, shows and versions the files that say what each agent is.
#pragma once

#include "app/commands.hpp"

namespace attendant::app {

void add_agents_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
