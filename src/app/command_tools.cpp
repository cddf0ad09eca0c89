#include "app/command_tools.hpp"

#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/places.hpp"
#include "app/trial_tools.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"
#include "inference/runtime.hpp"

namespace attendant::app {
namespace {

namespace json = boost::json;

struct Arguments {
  std::string config;
  std::string name;
  std::string arguments = "{}";
  std::string member_id, birth_date, zip;
  bool confirmed = false;
};

// All that a tool needs, with records that nobody keeps.
struct Opened {
  config::Settings settings;
  std::unique_ptr<inference::Runtime> runtime;
  std::unique_ptr<TrialTools> tools;
};

Status open(const Arguments& arguments, Opened& opened) {
  TRY_ASSIGN(auto loaded, config::load_settings_file(arguments.config, config::process_environment()));
  opened.settings = std::move(loaded.settings);
  const auto engines = engines_folder(opened.settings.speech.engines_dir);
  std::shared_ptr<const understanding::SentenceModel> model;
  if (auto runtime = inference::Runtime::load(engines)) {
    opened.runtime = *std::move(runtime);
    if (auto found = understanding::SentenceModel::open(*opened.runtime, engines / "minilm"))
      model = *std::move(found);
  }
  TRY_ASSIGN(opened.tools,
             TrialTools::open(opened.settings, std::move(model), [](const std::string& problem) {
               fmt::print(stderr, "attendant tools: {}\n", problem);
             }));
  return {};
}

int failed(const Error& error) {
  fmt::print(stderr, "attendant tools: {}\n", error.message);
  return error.code == ErrorCode::invalid || error.code == ErrorCode::not_found ? 2 : 1;
}

int list(const Arguments& arguments) {
  Opened opened;
  if (const auto status = open(arguments, opened); !status) return failed(status.error());
  for (const auto& tool : opened.tools->runtime().catalogue().describe())
    fmt::print("{}\n", json::serialize(tool));
  return 0;
}

int call(const Arguments& arguments) {
  boost::system::error_code error;
  const auto given = json::parse(arguments.arguments, error);
  if (error || !given.is_object())
    return failed({.code = ErrorCode::invalid, .message = "the arguments must be a JSON object"});
  Opened opened;
  if (const auto status = open(arguments, opened); !status) return failed(status.error());
  const auto now = SystemClock().wall();
  const tools::CallContext context{
      .call = CallId("c-tools"),
      .source_number = "",
      .today = opened.settings.insurance.as_of.value_or(Date(std::chrono::floor<std::chrono::days>(now))),
      .now = now};
  const auto& runtime = opened.tools->runtime();
  conversation::Identity identity;
  if (!arguments.member_id.empty())
    runtime.run(context, identity, "verify_member",
                {{"member_id", arguments.member_id}, {"dob", arguments.birth_date}}, false);
  if (!arguments.zip.empty()) runtime.run(context, identity, "verify_zip", {{"zip", arguments.zip}}, false);
  const auto answer = runtime.run(context, identity, arguments.name, given.get_object(), arguments.confirmed);
  fmt::print("{}\n", json::serialize(to_json(answer)));
  return answer.outcome == Outcome::failed ? 1 : 0;
}

}  // namespace

void add_tools_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command =
      app.add_subcommand("tools", "The tools of the configuration, and one call of one; nothing is kept");
  command->add_option("--config", arguments->config,
                      "the YAML configuration; without it everything has its default");
  command->require_subcommand(1);
  auto* listing =
      command->add_subcommand("list", "Each with its arguments and terms, one JSON object a line");
  listing->callback([arguments, &exit] { exit.status = list(*arguments); });
  auto* calling = command->add_subcommand("call", "Calls one and prints its answer");
  calling->add_option("name", arguments->name, "of the tool")->required();
  calling->add_option("arguments", arguments->arguments, "a JSON object");
  calling->add_option("--member", arguments->member_id, "who calls: the member id");
  calling->add_option("--birth-date", arguments->birth_date, "... and the date of birth, YYYY-MM-DD");
  calling->add_option("--zip", arguments->zip, "... and the ZIP code");
  calling->add_flag("--confirmed", arguments->confirmed, "the caller said yes to the read-back");
  calling->callback([arguments, &exit] { exit.status = call(*arguments); });
}

}  // namespace attendant::app
