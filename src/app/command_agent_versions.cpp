// attendant agents history | activate | rollback
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "agents/version_store.hpp"
#include "app/agent_files.hpp"
#include "app/agent_keeper.hpp"
#include "app/command_agents.hpp"
#include "base/clock.hpp"
#include "base/date.hpp"
#include "config/load.hpp"

namespace attendant::app {
namespace {

namespace json = boost::json;

struct Arguments {
  std::string config;
  std::string version;
  bool json = false;
};

Result<config::Settings> settings_of(const Arguments& arguments) {
  TRY_ASSIGN(auto loaded, config::load_settings_file(arguments.config, config::process_environment()));
  return std::move(loaded.settings);
}

agents::VersionStore store_of(const config::Settings& settings) {
  return agents::VersionStore(agent_versions_folder(settings.store.dir));
}

int history(const Arguments& arguments) {
  const auto settings = settings_of(arguments);
  if (!settings) return tell_agent_problems(settings.error(), arguments.json);
  const auto ledger = store_of(*settings).ledger();
  if (!ledger) return tell_agent_problems(ledger.error(), arguments.json);
  if (ledger->versions().empty() && !arguments.json)
    fmt::print("There is no version yet: the server makes the first one when it starts.\n");
  for (const auto& one : ledger->activations()) {
    const bool newest = &one == &ledger->activations().back();
    if (arguments.json)
      fmt::print("{}\n", json::serialize(json::object{{"at", to_iso(one.at)},
                                                      {"version", one.version},
                                                      {"how", agents::to_string(one.how)},
                                                      {"in_force", newest}}));
    else
      fmt::print("{}  {:<12} {}{}\n", to_iso(one.at), one.version, agents::to_string(one.how),
                 newest ? "  (in force)" : "");
  }
  return 0;
}

// What both changes do: the server sees it with its next look.
template <class Change>
int change(const Arguments& arguments, Change how) {
  const auto settings = settings_of(arguments);
  if (!settings) return tell_agent_problems(settings.error(), arguments.json);
  const auto ledger = how(store_of(*settings), vocabulary_of(*settings), SystemClock().wall());
  if (!ledger) return tell_agent_problems(ledger.error(), arguments.json);
  if (arguments.json)
    fmt::print("{}\n", json::serialize(json::object{{"ok", true}, {"version", ledger->active()}}));
  else
    fmt::print(
        "version {} is in force for calls that begin now; a running server sees it within agents.reload\n",
        ledger->active());
  return 0;
}

void add_common(CLI::App& command, Arguments& arguments) {
  command.add_option("--config", arguments.config,
                     "the YAML configuration of the server: store.dir holds the versions");
  command.add_flag("--json", arguments.json, "one JSON object a line");
}

}  // namespace

void add_agent_versions_commands(CLI::App& group, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* shows = group.add_subcommand("history", "Which versions were in force, and since when");
  add_common(*shows, *arguments);
  shows->callback([arguments, &exit] { exit.status = history(*arguments); });

  auto* activates =
      group.add_subcommand("activate", "Put another version into force; calls that are live keep theirs");
  activates->add_option("version", arguments->version, "its name, its counter, or the beginning of its hash")
      ->required();
  add_common(*activates, *arguments);
  activates->callback([arguments, &exit] {
    exit.status = change(*arguments, [&](const agents::VersionStore& store, const auto& known, WallTime now) {
      return store.activate(arguments->version, known, now);
    });
  });

  auto* rolls_back = group.add_subcommand(
      "rollback", "Put the version into force that was before this one; it stays until a file is edited");
  add_common(*rolls_back, *arguments);
  rolls_back->callback([arguments, &exit] {
    exit.status = change(*arguments, [](const agents::VersionStore& store, const auto& known, WallTime now) {
      return store.roll_back(known, now);
    });
  });
}

}  // namespace attendant::app
