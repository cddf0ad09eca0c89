#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
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
  bool json = false;
};

// What the server tells of itself: "attendant: ready ...", or one object a line.
class Teller {
 public:
  explicit Teller(bool json) : json_(json) {}
  void say(std::string_view kind, const std::string& text, boost::json::object members = {}) const {
    if (json_) {
      boost::json::object line{{"kind", kind}, {"text", text}};
      for (auto& member : members) line[member.key()] = std::move(member.value());
      fmt::print("{}\n", boost::json::serialize(line));
    } else {
      fmt::print("attendant: {}\n", text);
    }
    std::fflush(stdout);
  }

 private:
  bool json_;
};

std::optional<ViewForm> shown(const Arguments& arguments) {
  if (arguments.json) return ViewForm::json;
  return arguments.show ? std::optional(ViewForm::text) : std::nullopt;
}

int serve(const Arguments& arguments) {
  const auto begun = std::chrono::steady_clock::now();
  const auto loaded = config::load_settings_file(arguments.config, config::process_environment());
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().message);
    return 2;
  }
  runtime::Stopper stopper;  // before any thread: the signals must be blocked in all of them
  const Teller teller(arguments.json);
  auto server = Server::start(*loaded,
                              {.show_calls = shown(arguments),
                               .config_name = arguments.config.empty() ? "defaults" : arguments.config},
                              stopper, [&](const std::string& text) { teller.say("progress", text); });
  if (!server) {
    fmt::print(stderr, "attendant: {}\n", server.error().message);
    return server.error().code == ErrorCode::not_found ? 2 : 1;
  }
  give_back_free_memory();
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  teller.say("ready", fmt::format("ready after {} ms. {}. Ctrl-C ends it", took.count(), (*server)->where()),
             {{"took_ms", took.count()}});
  for (const auto& step : stopper.wait_and_stop(SystemClock()))
    teller.say("stopped", fmt::format("{} ({} ms)", step.name, to_ms(step.took)),
               {{"step", step.name}, {"took_ms", to_ms(step.took)}});
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
  command->add_flag(
      "--json", arguments->json,
      "print one object a line: what the server says of itself (kind: progress, ready, stopped), "
      "and with \"call\" what --show-calls shows (kind: call, desk, caller, agent, interrupted, timing, "
      "tool, problem, line)");
  command->callback([arguments, &exit] { exit.status = serve(*arguments); });
}

}  // namespace attendant::app
