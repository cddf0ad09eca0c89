#include "app/command_simulate.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/files.hpp"
#include "app/places.hpp"
#include "app/simulated_agent.hpp"
#include "lab/comparison.hpp"
#include "lab/report_page.hpp"
#include "lab/saved_script.hpp"
#include "lab/simulation.hpp"
#include "lab/simulation_report.hpp"

namespace attendant::app {
namespace {

struct Arguments {
  std::string config;
  std::string callers;
  std::vector<std::string> only;
  std::uint64_t seed = 1;
  int repeats = 1;
  std::size_t sample = 0;
  unsigned threads = 0;
  bool json = false;
  bool whole = false;
  bool transcripts = false;
  bool all_transcripts = false;
  bool list = false;
  bool audio = false;
  std::string against;
  std::string junit;
  std::string html;
  std::string scripts;
};

double cpu_seconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

// Sound takes minutes: a line on standard error for each conversation that is over.
class Progress {
 public:
  explicit Progress(std::size_t cases) : cases_(cases) {}

  std::function<void(const lab::CaseResult&)> teller(bool wanted) {
    if (!wanted) return nullptr;
    return [this](const lab::CaseResult& result) {
      const bool success = result.score.success();
      ++over_;
      well_ += success ? 1 : 0;
      fmt::print(stderr, "{} of {}, {} well: {} {}\n", over_, cases_, well_, result.which.name,
                 success ? "well" : "FAILED");
    };
  }

 private:
  std::size_t cases_;
  std::size_t over_ = 0, well_ = 0;
};

int missing(const Error& error) {
  fmt::print(stderr, "attendant simulate: {}\n", error.message);
  return 2;
}

Status write_text(const std::filesystem::path& file, const std::string& text) {
  return write_file(file, as_bytes(text));
}

// What was asked for beside the report on standard output.
Status write_files(const Arguments& arguments, const lab::AgentUnderTest& agent, const lab::Callers& callers,
                   const std::vector<lab::CaseResult>& results, const lab::Effort& effort) {
  if (!arguments.junit.empty()) TRY(write_text(arguments.junit, lab::as_junit(callers, results)));
  if (!arguments.html.empty()) {
    TRY_ASSIGN(const auto page, read_text(web_folder() / "simulation/report.html"));
    TRY_ASSIGN(const auto report, lab::as_page(page, lab::as_json(agent, callers, results, effort, true)));
    TRY(write_text(arguments.html, report));
  }
  if (arguments.scripts.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(arguments.scripts, error);
  for (const auto& result : results) {
    if (result.score.success()) continue;
    const auto script =
        lab::as_call_script(callers.goals[result.which.goal], result, agent.today, agent.tools_take);
    TRY(write_text(std::filesystem::path(arguments.scripts) / (result.which.name + ".call"), script));
  }
  return {};
}

// The same callers against the agent of another configuration.
int compare_with(const Arguments& arguments, const lab::Callers& callers, const std::vector<lab::Case>& cases,
                 unsigned threads, const std::vector<lab::CaseResult>& results) {
  const auto other = SimulatedAgent::open(arguments.against, arguments.audio);
  if (!other) return missing(other.error());
  const auto others = lab::simulate((*other)->under_test(), callers, cases, threads, nullptr);
  if (!others) return missing(others.error());
  const auto comparison = lab::compare(results, *others, arguments.seed);
  if (arguments.json)
    fmt::print("{}\n", boost::json::serialize(lab::as_json(comparison)));
  else
    fmt::print("a: {}, b: {}\n{}", arguments.config.empty() ? "defaults" : arguments.config,
               arguments.against, lab::as_text(comparison));
  return comparison.success.high < 0 || comparison.breaches.low > 0 ? 1 : 0;
}

int simulate(const Arguments& arguments) {
  const auto agent = SimulatedAgent::open(arguments.config, arguments.audio);
  if (!agent) return missing(agent.error());
  if (!(*agent)->degraded().empty()) fmt::print(stderr, "attendant simulate: {}\n", (*agent)->degraded());
  const auto& under_test = (*agent)->under_test();
  const auto folder =
      arguments.callers.empty() ? data_folder() / "simulation" : std::filesystem::path(arguments.callers);
  const auto callers = lab::load_callers(folder, under_test.records);
  if (!callers) return missing(callers.error());
  const auto cases =
      lab::sample_of(lab::cases_of(*callers, arguments.repeats, arguments.seed, arguments.only),
                     arguments.sample, arguments.seed);
  if (cases.empty())
    return missing({ErrorCode::not_found, "no case has one of these names; --list shows all of them"});
  if (arguments.list) {
    for (const auto& one : cases) fmt::print("{}\n", one.name);
    return 0;
  }

  lab::Effort effort{.threads = arguments.threads == 0 ? std::max(1U, std::thread::hardware_concurrency())
                                                       : arguments.threads};
  const auto begun = std::chrono::steady_clock::now();
  const auto used = cpu_seconds();
  Progress progress(cases.size());
  const auto results =
      lab::simulate(under_test, *callers, cases, effort.threads, progress.teller(arguments.audio));
  if (!results) return missing(results.error());
  effort.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  effort.cpu_seconds = cpu_seconds() - used;

  if (const auto written = write_files(arguments, under_test, *callers, *results, effort); !written)
    return missing(written.error());
  if (!arguments.against.empty()) return compare_with(arguments, *callers, cases, effort.threads, *results);
  if (arguments.json) {
    fmt::print("{}\n",
               boost::json::serialize(lab::as_json(under_test, *callers, *results, effort, arguments.whole)));
  } else {
    for (const auto& result : *results)
      if (arguments.all_transcripts || (arguments.transcripts && !result.score.success()))
        fmt::print("{}\n", lab::transcript_of(result));
    fmt::print("{}", lab::as_table(*callers, *results, effort));
  }
  const bool all_well = std::ranges::all_of(*results, [](const auto& one) { return one.score.success(); });
  return all_well ? 0 : 1;
}

}  // namespace

void add_simulate_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "simulate",
      "Let simulated callers talk with this agent, many at a time, and score every conversation.\n"
      "Exit status 1: a caller did not get what they called for, or a rule was broken.");
  command->add_option("--config", arguments->config,
                      "the YAML configuration; without it everything has its default");
  command->add_option("--callers", arguments->callers,
                      "folder of personas.yaml and goals/ (default: data/simulation)");
  command->add_option("--only", arguments->only, "only cases whose name holds this; may be repeated");
  command->add_option("--seed", arguments->seed, "other seeds give other words")->capture_default_str();
  command->add_option("--repeats", arguments->repeats, "how often each persona calls for each goal")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000));
  command->add_option("--sample", arguments->sample,
                      "so many of the cases, chosen by the seed (default: all)");
  command->add_option("--threads", arguments->threads, "default: one for each core")
      ->check(CLI::Range(1, 256));
  command->add_flag("--list", arguments->list, "only name the cases");
  command->add_flag("--transcripts", arguments->transcripts, "print the conversations that failed");
  command->add_flag("--all-transcripts", arguments->all_transcripts, "print every conversation");
  command->add_flag("--json", arguments->json, "the report as one JSON object");
  command->add_flag("--whole", arguments->whole, "with --json: every conversation with its turns");
  command->add_flag(
      "--audio", arguments->audio,
      "the callers speak: a voice, a telephone line with noise and loss, the recogniser of the server");
  command
      ->add_option("--against", arguments->against,
                   "the same callers against the agent of this configuration too: what it wins and loses")
      ->check(CLI::ExistingFile);
  command->add_option("--html", arguments->html, "write a page with every conversation to this file");
  command->add_option("--save-failures", arguments->scripts,
                      "write each conversation that failed into this folder, as a .call script");
  command->add_option("--junit", arguments->junit, "write the results to this file as JUnit XML");
  command->callback([arguments, &exit] { exit.status = simulate(*arguments); });
}

}  // namespace attendant::app
