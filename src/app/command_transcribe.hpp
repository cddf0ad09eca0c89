// `attendant transcribe FILE...`: recordings through the same listening loop as a live call.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

// Adds the subcommand. Its exit status: 0 done, 1 a file could not be read, 2 an engine is missing.
void add_transcribe_command(CLI::App& app);

}  // namespace attendant::app
