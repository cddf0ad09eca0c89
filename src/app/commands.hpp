// The commands of the `attendant` program. Each adds itself to the command line; when it was chosen, its
// callback runs and leaves the exit status: 0 done, 1 it failed, 2 wrong usage or something is missing.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

struct Exit {
  int status = 0;
};

void add_serve_command(CLI::App& app, Exit& exit);
void add_call_command(CLI::App& app, Exit& exit);
void add_check_config_command(CLI::App& app, Exit& exit);
void add_talk_link_command(CLI::App& app, Exit& exit);
void add_ask_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
