#include "app/command_replay.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/agent_files.hpp"
#include "app/call_brains.hpp"
#include "app/journalled_call.hpp"
#include "app/simulated_agent.hpp"
#include "base/clock.hpp"
#include "base/text.hpp"
#include "lab/replay.hpp"
#include "lab/rerun.hpp"
#include "records/sqlite_store.hpp"
#include "tools/runtime.hpp"

namespace attendant::app {
namespace {

constexpr std::size_t kWidth = 150;

struct Arguments {
  std::string call;
  std::string data = "var";
  std::string key_file;
  std::string file;
  std::string config;
  bool against = false;
  bool core_only = false;
  bool json = false;
  bool events = false;
};

int missing(const Error& error) {
  fmt::print(stderr, "attendant replay: {}\n", error.message);
  return 2;
}

// As --journal reads them.
int print_events(const JournalledCall& call) {
  for (const auto& event : call.events)
    fmt::print("{}\n", boost::json::serialize(conversation::to_json(event)));
  return 0;
}

// What to pass when the call was had with another configuration than this replay's; else empty.
std::string what_to_pass(const Arguments& arguments, const JournalledCall& call) {
  constexpr std::string_view kConfig = "config ", kDefaults = "defaults";
  for (const auto part : split(call.versions, ';')) {
    const std::string_view one = trim(part);
    if (!one.starts_with(kConfig)) continue;
    const std::string then(one.substr(kConfig.size()));
    const std::string now = arguments.config.empty() ? std::string(kDefaults) : arguments.config;
    std::error_code unknown;
    if (then == now || std::filesystem::equivalent(then, now, unknown)) return {};
    const auto named = [&](const std::string& config) {
      return config == kDefaults ? "the defaults" : config;
    };
    const auto pass = then == kDefaults ? std::string("pass no --config") : "pass --config " + then;
    return fmt::format("The call was had with {}, and was run again with {}: {}.", named(then), named(now),
                       pass);
  }
  return {};
}

Date day_of(const SimulatedAgent& agent, const JournalledCall& call) {
  if (const auto as_of = agent.settings().insurance.as_of) return *as_of;
  return call.started ? Date(std::chrono::floor<std::chrono::days>(*call.started)) : agent.under_test().today;
}

// Whether answers of the call were worded by a language model: it was had with one (see
// CallBrains::version), and an agent wanted it.
bool had_a_model(std::string_view versions, const agents::TeamPtr& team) {
  const bool live = team && std::ranges::any_of(team->agents, [](const agents::Agent& agent) {
                      return agent.brain.kind == agents::BrainKind::live;
                    });
  return live || (versions.contains("rescued by") && wants_a_model(team));
}

int run_again(const Arguments& arguments, const SimulatedAgent& agent, const JournalledCall& call) {
  const auto brain = agent.under_test().brain(agent.under_test().catalogue);
  if (!brain) return missing(brain.error());
  // A file of events stands alone: its agents are those of the configuration.
  const auto team = arguments.file.empty() ? team_of_call(call.versions, arguments.data, agent.settings())
                                           : Result<agents::TeamPtr>(agent.under_test().team);
  const std::string advice = what_to_pass(arguments, call);
  if (!team) {
    if (!advice.empty()) fmt::print(stderr, "attendant replay: {}\n", advice);
    return missing(team.error());
  }
  // A language model does not answer twice alike: its answers are taken from the journal.
  const bool from_journal = arguments.core_only || had_a_model(call.versions, *team);
  const auto session = from_journal ? nullptr : (*brain)->brain().open({call.id, day_of(agent, call), *team});
  const auto result = lab::replay(call.events, session.get(), agent.under_test().policy);
  const std::string_view answers = from_journal ? "journal" : "brain";
  if (arguments.json) {
    boost::json::object line{{"call", call.id.value()},         {"identical", !result.difference},
                             {"events", result.events},         {"brain_answers", result.brain_answers},
                             {"tool_calls", result.tool_calls}, {"sentences", result.sentences},
                             {"timers", result.timers},         {"answers_from", answers},
                             {"versions", call.versions}};
    if (result.difference)
      line["difference"] = {{"event", result.difference->event}, {"at", result.difference->at.count()},
                            {"what", result.difference->what},   {"advice", advice},
                            {"then", result.difference->then},   {"now", result.difference->now}};
    fmt::print("{}\n", boost::json::serialize(line));
  } else if (!result.difference) {
    fmt::print("identical, {} events: {} answers of the brain{}, {} tool calls, {} sentences, {} timers\n",
               result.events, result.brain_answers,
               from_journal ? " (as the journal has them; the core was run again)" : "", result.tool_calls,
               result.sentences, result.timers);
  } else {
    const auto& difference = *result.difference;
    fmt::print("different at event {} ({} ms): {}\n  then: {}\n  now:  {}\nThe call was had with: {}\n{}\n",
               difference.event, difference.at.count(), difference.what,
               difference.then.empty() ? "nothing" : difference.then,
               difference.now.empty() ? "nothing" : difference.now, call.versions,
               advice.empty() ? "--against shows the whole conversation side by side." : advice);
  }
  return result.difference ? 1 : 0;
}

int have_against(const Arguments& arguments, const SimulatedAgent& agent, const JournalledCall& call) {
  const auto& under_test = agent.under_test();
  auto store = records::SqliteStore::open({.path = ":memory:", .data = under_test.records.string()});
  if (!store) return missing(store.error());
  tools::ToolRuntime tools(under_test.catalogue, **store, {}, std::make_shared<SystemClock>(),
                           agent.tools_of_replay());
  const auto brain = under_test.brain(tools.catalogue());
  if (!brain) return missing(brain.error());
  const auto today = day_of(agent, call);
  conversation::CallStarted started;
  for (const auto& event : call.events)
    if (const auto* found = std::get_if<conversation::CallStarted>(&event.body)) started = *found;
  const tools::CallContext context{.call = call.id,
                                   .source_number = started.caller_number,
                                   .today = today,
                                   .now = call.started.value_or(WallTime(std::chrono::sys_days(today)))};
  lab::TextCall again(
      (*brain)->brain().open({call.id, today, under_test.team}),
      lab::answered_from(call.events,
                         [&](conversation::Identity& identity, const conversation::RunTool& run) {
                           return tools.run(context, identity, run.name, run.arguments, run.confirmed);
                         }),
      under_test.mask,
      {.caller_number = started.caller_number,
       .office_open = started.office_open,
       .policy = under_test.policy,
       .team = under_test.team,
       .catalogue = &tools.catalogue(),
       .brain_works_on = (*brain)->works_on()});
  auto turns = lab::turns_then(call.events, under_test.policy);
  lab::have_again(turns, again);
  const auto report = lab::as_json(turns);
  if (arguments.json)
    fmt::print("{}\n", boost::json::serialize(report));
  else
    fmt::print("{}{} of {} turns are different (then | now: {})\n", lab::side_by_side(turns, kWidth),
               report.at("different").as_int64(), turns.size(), under_test.name);
  return report.at("different").as_int64() == 0 ? 0 : 1;
}

int replay(const Arguments& arguments) {
  if (arguments.call.empty() && arguments.file.empty())
    return missing(
        {ErrorCode::invalid, "name a call (attendant history list shows them) or a journal with --journal"});
  const auto call = arguments.file.empty()
                        ? call_of_journal(arguments.data, arguments.key_file, CallId(arguments.call))
                        : call_of_lines(arguments.file);
  if (!call) return missing(call.error());
  if (call->events.empty())
    return missing({ErrorCode::not_found, "the call has no events: it was never answered"});
  if (arguments.events) return print_events(*call);
  const auto agent = SimulatedAgent::open(arguments.config);
  if (!agent) return missing(agent.error());
  if (!(*agent)->degraded().empty()) fmt::print(stderr, "attendant replay: {}\n", (*agent)->degraded());
  return arguments.against ? have_against(arguments, **agent, *call) : run_again(arguments, **agent, *call);
}

}  // namespace

void add_replay_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command =
      app.add_subcommand("replay",
                         "Run a stored call again: the same events must give the same answers and effects.\n"
                         "Exit status 1: something came out different.");
  command->add_option("call", arguments->call, "id of the call (attendant history list)");
  command->add_option("--data", arguments->data, "data directory of the server (store.dir)")
      ->capture_default_str();
  command->add_option("--key-file", arguments->key_file,
                      "key-encryption key (default: key in the data directory)");
  command
      ->add_option("--journal", arguments->file,
                   "instead of a call: a file of events, one JSON object a line")
      ->check(CLI::ExistingFile);
  command->add_option("--config", arguments->config,
                      "the agent's YAML configuration; without it everything has its default");
  command->add_flag("--against", arguments->against,
                    "have the conversation again with the agent of --config, and show both side by side");
  command->add_flag(
      "--core-only", arguments->core_only,
      "take the brain's answers as they are in the journal, as is done for calls that a language "
      "model worded");
  command->add_flag("--events", arguments->events,
                    "print the call's events, one JSON object a line, as --journal reads them");
  command->add_flag("--json", arguments->json, "the result as one JSON object");
  command->callback([arguments, &exit] { exit.status = replay(*arguments); });
}

}  // namespace attendant::app
