// attendant tools: which tools there are, and one call of one, as a caller would have it.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

struct Exit;

void add_tools_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
