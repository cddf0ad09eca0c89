// `attendant simulate`: many callers that are not people, against this agent, with scores.
#pragma once

#include "app/commands.hpp"

namespace attendant::app {

void add_simulate_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
