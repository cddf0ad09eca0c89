// turns_bench call --port N --plan FILE [--at-once N]   does what the callers of a plan do, and says what was
// on
//                                                       the wire: one JSON object a call
// turns_bench journals --data DIR                       the moments of the server's calls, once it has ended
// Its plan comes from bench/turn_taking.py, which judges both.
#include <cstdio>
#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/files.hpp"
#include "crowd.hpp"
#include "journal_times.hpp"
#include "plan.hpp"

namespace attendant::bench {
namespace {

void print(const boost::json::object& object) {
  fmt::print("{}\n", boost::json::serialize(object));
  (void)std::fflush(stdout);
}

boost::json::object to_json(const CallSeen& seen) {
  boost::json::array steps;
  for (const auto& step : seen.steps)
    steps.push_back({{"step", step.step},
                     {"into", step.into},
                     {"begin", step.begin.count()},
                     {"first_voiced", step.first_voiced.count()},
                     {"last_voiced", step.last_voiced.count()}});
  boost::json::array agent;
  for (const auto& voiced : seen.agent)
    agent.push_back(boost::json::array{voiced.from.count(), voiced.to.count()});
  return {{"call", seen.call},
          {"number", seen.number},
          {"steps", std::move(steps)},
          {"agent", std::move(agent)},
          {"ended_by", seen.ended_by},
          {"reason", seen.reason},
          {"packets_received", seen.line.received},
          {"packets_lost", seen.line.lost}};
}

Status call(const std::filesystem::path& file, const CrowdOptions& options) {
  TRY_ASSIGN(const auto text, app::read_text(file));
  const auto plan = parse_plan(text, file.parent_path());
  if (!plan) return fail(plan.error().in(file.string()));
  return place_calls(options, *plan, [](const CallSeen& seen) { print(to_json(seen)); });
}

int exit_status(const Status& status) {
  if (status) return 0;
  fmt::print(stderr, "turns_bench: {}\n", status.error().message);
  return 1;
}

}  // namespace
}  // namespace attendant::bench

int main(int argc, char** argv) {
  using namespace attendant::bench;
  CLI::App app("Callers of the turn-taking benchmark");
  app.require_subcommand(1);
  int status = 0;
  CrowdOptions options;
  std::string plan;
  std::string data;
  auto* calling = app.add_subcommand("call", "Do what the callers of a plan do");
  calling->add_option("--port", options.sip_port, "the server's, on this machine, UDP")->required();
  calling->add_option("--plan", plan, "one JSON object a call")->required()->check(CLI::ExistingFile);
  calling->add_option("--at-once", options.at_once, "calls")->check(CLI::Range(1, 100));
  calling->callback([&] { status = exit_status(call(plan, options)); });
  auto* journals = app.add_subcommand("journals", "Moments of calls, from their journals");
  journals->add_option("--data", data, "the server's data directory")->required();
  journals->callback([&] { status = exit_status(read_journals(data, print)); });
  CLI11_PARSE(app, argc, argv);
  return status;
}
