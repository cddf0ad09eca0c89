// `attendant chat`: the conversation of a call by keyboard, with the real dialogue engine, tools and records.
#pragma once

#include "app/commands.hpp"

namespace attendant::app {

void add_chat_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
