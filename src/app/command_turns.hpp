// `attendant turns`: makes the completeness head, and says what the ends of turns cost and cut off.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

// Adds the subcommand. Its exit status: 0 done, 1 a file is at fault, 2 a file is missing.
void add_turns_command(CLI::App& app);

}  // namespace attendant::app
