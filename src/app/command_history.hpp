// `attendant history list|show|export|erase`: what stays of calls, for the person at the terminal.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

// The subcommands run inside app.parse(); a failure is printed as one sentence and leaves with
// CLI::RuntimeError (1, or 2 when something that is needed is missing).
void add_history_command(CLI::App& app);

}  // namespace attendant::app
