#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/one_heap.hpp"
#include "app/server.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"
#include "runtime/stopper.hpp"

namespace attendant::app {
namespace {

struct Arguments {
  std::string config;
  bool show = false;
};

int serve(const Arguments& arguments) {
  const auto begun = std::chrono::steady_clock::now();
  const auto loaded = config::load_settings_file(arguments.config, config::process_environment());
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().message);
    return 2;
  }
  runtime::Stopper stopper;  // before any thread: the signals must be blocked in all of them
  const auto say = [](const std::string& line) {
    fmt::print("attendant: {}\n", line);
    std::fflush(stdout);
  };
  auto server = Server::start(
      *loaded,
      {.show_calls = arguments.show, .config_name = arguments.config.empty() ? "defaults" : arguments.config},
      stopper, say);
  if (!server) {
    fmt::print(stderr, "attendant: {}\n", server.error().message);
    return server.error().code == ErrorCode::not_found ? 2 : 1;
  }
  give_back_free_memory();
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  say(fmt::format("ready after {} ms. {}. Ctrl-C ends it", took.count(), (*server)->where()));
  for (const auto& step : stopper.wait_and_stop(SystemClock()))
    say(fmt::format("{} ({} ms)", step.name, to_ms(step.took)));
  return 0;
}

}  // namespace

void add_serve_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("serve", "Answer calls until SIGTERM or Ctrl-C");
  command->add_option("--config", arguments->config,
                      "the YAML configuration; without it everything has its default (loopback only)");
  command->add_flag("--show-calls", arguments->show,
                    "print the conversations, tool calls and timings while they happen");
  command->callback([arguments, &exit] { exit.status = serve(*arguments); });
}

}  // namespace attendant::app
