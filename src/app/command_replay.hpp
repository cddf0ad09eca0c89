// `attendant replay`: a stored call run again, event by event, or had again with another agent.
#pragma once

#include "app/commands.hpp"

namespace attendant::app {

void add_replay_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
