#include "app/command_chat.hpp"

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/agent_files.hpp"
#include "app/brain_bench.hpp"
#include "app/office_hours.hpp"
#include "app/places.hpp"
#include "app/trial_tools.hpp"
#include "base/text.hpp"
#include "config/load.hpp"
#include "inference/runtime.hpp"
#include "lab/text_call.hpp"
#include "tools/runtime.hpp"
#include "understanding/mask.hpp"
#include "understanding/understander.hpp"

namespace attendant::app {
namespace {

namespace json = boost::json;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Arguments {
  std::string config;
  std::string caller_number;
  bool office_closed = false;
  bool json = false;
};

// Shows what happened since the last time it was asked to.
class Display {
 public:
  explicit Display(bool as_json) : as_json_(as_json) {}

  void tool_took(Milliseconds took) { tool_times_.push_back(took.count()); }

  void show(const lab::TextCall& call, std::string_view caller, Milliseconds took) {
    as_json_ ? show_json(call, caller, took) : show_text(call, took);
    shown_ = call.happenings().size();
    tool_times_.clear();
    std::fflush(stdout);
  }

 private:
  using Kind = lab::Happening::Kind;

  double tool_time(std::size_t& index) const {
    return index < tool_times_.size() ? tool_times_[index++] : 0.0;
  }

  void show_text(const lab::TextCall& call, Milliseconds took) const {
    std::size_t tool = 0;
    for (std::size_t i = shown_; i < call.happenings().size(); ++i) {
      const auto& one = call.happenings()[i];
      switch (one.kind) {
        case Kind::said:
          fmt::print("Agent: {}\n", one.text);
          break;
        case Kind::tool:
          fmt::print("   [{} {} -> {}, {:.1f} ms]\n", one.text, one.detail, one.outcome, tool_time(tool));
          break;
        case Kind::transfer:
          fmt::print("   [transfer to {}: {}]\n", one.text, one.detail);
          break;
        case Kind::speech:
          fmt::print("   [speech {}]\n", one.detail);
          break;
        case Kind::ended:
          fmt::print("   [ended: {}]\n", one.text);
          break;
        case Kind::note:
          if (one.text == "agent") fmt::print("   [agent {}]\n", one.detail);
          break;
        case Kind::asked:
        case Kind::guess:
          break;
      }
    }
    fmt::print("   [turn {:.1f} ms]\n", took.count());
  }

  void show_json(const lab::TextCall& call, std::string_view caller, Milliseconds took) const {
    json::array agent, tools, notes;
    json::object line{{"caller", caller}};
    std::size_t tool = 0;
    for (std::size_t i = shown_; i < call.happenings().size(); ++i) {
      const auto& one = call.happenings()[i];
      switch (one.kind) {
        case Kind::said:
          agent.push_back({{"kind", one.detail}, {"text", one.text}});
          break;
        case Kind::tool:
          tools.push_back({{"name", one.text},
                           {"arguments", one.detail},
                           {"outcome", one.outcome},
                           {"ms", tool_time(tool)}});
          break;
        case Kind::note:
          notes.push_back({{"key", one.text}, {"value", one.detail}});
          break;
        case Kind::asked:
          line["asked"] = one.text;
          break;
        case Kind::transfer:
          line["transfer"] = one.text;
          break;
        case Kind::speech:
          line["speech"] = one.detail;
          break;
        case Kind::ended:
          line["ended"] = one.text;
          break;
        case Kind::guess:
          break;
      }
    }
    line["agent"] = std::move(agent);
    line["tools"] = std::move(tools);
    line["notes"] = std::move(notes);
    line["ms"] = took.count();
    fmt::print("{}\n", json::serialize(line));
  }

  bool as_json_;
  std::size_t shown_ = 0;
  std::vector<double> tool_times_;
};

template <class Action>
Milliseconds timed(Action action) {
  const auto begun = std::chrono::steady_clock::now();
  action();
  return std::chrono::steady_clock::now() - begun;
}

int missing(const Error& error) {
  fmt::print(stderr, "attendant chat: {}\n", error.message);
  return 2;
}

// One line of the keyboard; false: the caller hangs up.
bool take_line(lab::TextCall& call, std::string_view line) {
  if (line == "/hangup") return false;
  if (line == "/silence") {
    call.is_silent();
  } else if (line.starts_with("/keys ")) {
    call.keys(trim(line.substr(6)));
  } else {
    call.says(line);
  }
  return true;
}

int chat(const Arguments& arguments) {
  const auto loaded = config::load_settings_file(arguments.config, config::process_environment());
  if (!loaded) return missing(loaded.error());
  const auto& settings = loaded->settings;

  const auto engines = engines_folder(settings.speech.engines_dir);
  const auto models = inference::Runtime::load(engines);
  auto understander = understanding::Understander::open(data_folder() / "understanding/intents.bin",
                                                        engines / "minilm", models ? models->get() : nullptr);
  if (!understander) return missing(understander.error());
  if (!understander->degraded().empty()) fmt::print(stderr, "attendant chat: {}\n", understander->degraded());

  const SystemClock clock;
  const auto now = clock.wall();
  const auto today = settings.insurance.as_of.value_or(Date(std::chrono::floor<std::chrono::days>(now)));
  const CallId id("c-chat");
  // Nothing that is changed in a chat is kept here.
  const auto trial = TrialTools::open(
      settings, understander->sentence_model(),
      [](const std::string& problem) { fmt::print(stderr, "attendant chat: {}\n", problem); });
  if (!trial) return missing(trial.error());
  auto& tools = (*trial)->runtime();
  const tools::CallContext context{
      .call = id, .source_number = arguments.caller_number, .today = today, .now = now};
  auto loaded_team = team_of(settings);
  if (!loaded_team) return missing(loaded_team.error());
  const auto team = std::make_shared<const agents::Team>(*std::move(loaded_team));
  const auto bench =
      BrainBench::open(settings, tools.catalogue(),
                       std::make_shared<const understanding::Understander>(*std::move(understander)), team);
  if (!bench) return missing(bench.error());

  Display display(arguments.json);
  lab::TextCall call(
      (*bench)->brain().open({id, today, team}),
      [&](conversation::Identity& identity, const conversation::RunTool& run) {
        ToolAnswer answer;
        display.tool_took(
            timed([&] { answer = tools.run(context, identity, run.name, run.arguments, run.confirmed); }));
        return answer;
      },
      [](std::string_view text, conversation::Asked asked) { return understanding::mask(text, asked); },
      {.caller_number = arguments.caller_number,
       .office_open = !arguments.office_closed && office_is_open(settings.people, now),
       .transfers_succeed = !settings.people.targets.empty(),
       .policy = {},
       .team = team,
       .catalogue = &tools.catalogue(),
       .brain_works_on = (*bench)->works_on()});

  if (!arguments.json)
    fmt::print(
        "Talk as a caller would. /keys 123# presses keys, /silence waits, /hangup or Ctrl-D ends it.\n");
  display.show(call, "", timed([&] { call.start(); }));
  std::string line;
  while (!call.ended() && std::getline(std::cin, line)) {
    const auto text = std::string(trim(line));
    if (text.empty()) continue;
    bool goes_on = true;
    const auto took = timed([&] {
      goes_on = take_line(call, text);
      call.await_first_words();
    });
    if (!goes_on) break;
    // A hand-over and a goodbye happen once they were said.
    const auto& last = call.happenings().back();
    if (last.kind != lab::Happening::Kind::asked || (*bench)->works_on() != nullptr) call.settle();
    display.show(call, understanding::mask(text), took);
  }
  call.hangs_up();
  return 0;
}

}  // namespace

void add_chat_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "chat",
      "Have the conversation of a call by keyboard: the same dialogue, tools and records; nothing is kept "
      "here,\n"
      "but a tool of another machine (tools.files) that is confirmed is carried out there");
  command->add_option("--config", arguments->config,
                      "the YAML configuration; without it everything has its default");
  command->add_option("--caller", arguments->caller_number, "the number the call seems to come from");
  command->add_flag("--closed", arguments->office_closed, "as if out of office hours");
  command->add_flag("--json", arguments->json, "one JSON object a turn");
  command->callback([arguments, &exit] { exit.status = chat(*arguments); });
}

}  // namespace attendant::app
