// `attendant understand`: what callers' words mean, line by line; and the figures and the training of it.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

// The subcommand runs inside app.parse(). It leaves with CLI::RuntimeError(1) when lines were bad and with 2
// when something that is needed is missing, both after saying so.
void add_understand_command(CLI::App& app);

}  // namespace attendant::app
