// `attendant speak TEXT -o out.wav`: what a caller would hear.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

// Adds the subcommand. Its exit status: 0 done, 1 the text or the file is at fault, 2 an engine is missing.
void add_speak_command(CLI::App& app);

}  // namespace attendant::app
