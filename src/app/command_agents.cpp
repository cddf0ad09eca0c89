#include "app/command_agents.hpp"

#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "agents/load.hpp"
#include "agents/schema.hpp"
#include "app/agent_files.hpp"
#include "base/text.hpp"
#include "config/load.hpp"

namespace attendant::app {
namespace {

namespace json = boost::json;

struct Arguments {
  std::string config;
  std::string folder;
  std::string id;
  bool json = false;
};

// The team of the folder that was named, or of the configuration.
Result<agents::Team> team_named(const Arguments& arguments) {
  TRY_ASSIGN(const auto loaded, config::load_settings_file(arguments.config, config::process_environment()));
  const auto folder =
      arguments.folder.empty() ? agents_folder(loaded.settings) : std::filesystem::path(arguments.folder);
  TRY_ASSIGN(const auto files, agents::read_agent_files(folder));
  return agents::load_team(files, vocabulary_of(loaded.settings));
}

int check(const Arguments& arguments) {
  const auto team = team_named(arguments);
  if (!team) return tell_agent_problems(team.error(), arguments.json);
  if (arguments.json)
    fmt::print("{}\n", json::serialize(json::object{{"ok", true}, {"agents", team->agents.size()}}));
  else
    fmt::print("{} agents are valid; {} answers\n", team->agents.size(), team->answering().id);
  return 0;
}

int list(const Arguments& arguments) {
  const auto team = team_named(arguments);
  if (!team) return tell_agent_problems(team.error(), arguments.json);
  for (const auto& agent : team->agents) {
    std::vector<std::string> to;
    for (const auto& hand_over : agent.hand_overs) to.push_back(hand_over.to);
    if (arguments.json) {
      json::array targets;
      for (const auto& one : to) targets.emplace_back(one);
      fmt::print("{}\n", json::serialize(json::object{{"id", agent.id},
                                                      {"name", agent.spoken_name()},
                                                      {"answers", agent.answers},
                                                      {"brain", agents::to_string(agent.brain.kind)},
                                                      {"tools", agent.tools.size()},
                                                      {"hand_overs", std::move(targets)}}));
    } else {
      fmt::print("{:<12} {:<9} {:>3} tools  hands over to {}{}\n", agent.id,
                 agents::to_string(agent.brain.kind), agent.tools.size(),
                 to.empty() ? "nobody" : join(to, ", "), agent.answers ? "  (answers)" : "");
    }
  }
  return 0;
}

int show(const Arguments& arguments) {
  const auto team = team_named(arguments);
  if (!team) return tell_agent_problems(team.error(), false);
  const auto* agent = team->find(arguments.id);
  if (agent == nullptr) {
    fmt::print(stderr, "attendant agents: there is no agent '{}'; 'attendant agents list' names them\n",
               arguments.id);
    return 2;
  }
  fmt::print("{}", agents::to_yaml(*agent));
  return 0;
}

void add_folder(CLI::App& command, Arguments& arguments) {
  command.add_option("folder", arguments.folder,
                     "a folder of agent files; without it agents.dir of the configuration");
  command.add_option("--config", arguments.config,
                     "the YAML configuration: its transfer targets may be named");
}

}  // namespace

int tell_agent_problems(const Error& error, bool as_json) {
  for (const auto problem : split(error.message, '\n')) {
    if (as_json)
      fmt::print("{}\n", json::serialize(json::object{{"ok", false}, {"problem", problem}}));
    else
      fmt::print(stderr, "{}\n", problem);
  }
  return error.code == ErrorCode::not_found ? 2 : 1;
}

void add_agents_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* group = app.add_subcommand(
      "agents", "Check, show and version the files that say what each agent is (docs/writing-an-agent.md)");
  group->require_subcommand(1);

  auto* checks = group->add_subcommand(
      "check", "Check agent files; every problem is named with its file, line and column");
  add_folder(*checks, *arguments);
  checks->add_flag("--json", arguments->json, "one JSON object a line");
  checks->callback([arguments, &exit] { exit.status = check(*arguments); });

  auto* lists = group->add_subcommand("list", "The agents: who answers, who thinks, who hands over to whom");
  add_folder(*lists, *arguments);
  lists->add_flag("--json", arguments->json, "one JSON object a line");
  lists->callback([arguments, &exit] { exit.status = list(*arguments); });

  auto* shows =
      group->add_subcommand("show", "One agent with every key, its default filled in and explained");
  shows->add_option("id", arguments->id, "its id: billing")->required();
  add_folder(*shows, *arguments);
  shows->callback([arguments, &exit] { exit.status = show(*arguments); });

  auto* schema = group->add_subcommand("schema", "The JSON Schema of an agent file, for editors");
  add_agent_import_command(*group, exit);
  add_agent_versions_commands(*group, exit);
  schema->callback([] { fmt::print("{}\n", json::serialize(agents::agent_schema())); });
}

}  // namespace attendant::app
