// attendant agents import
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "agents/import.hpp"
#include "app/agent_files.hpp"
#include "app/command_agents.hpp"
#include "app/files.hpp"
#include "config/load.hpp"

namespace attendant::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kMostFiles = 500;
constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 20;

struct Arguments {
  std::string config;
  std::string from;
  std::string to;
  bool json = false;
};

// The YAML files and the prompts of the folder, each under its path below it.
Result<std::vector<agents::AgentFile>> read_all(const fs::path& folder) {
  static constexpr std::array<std::string_view, 6> kKinds = {".yaml",  ".yml",    ".md",
                                                             ".jinja", ".jinja2", ".txt"};
  std::error_code error;
  std::vector<agents::AgentFile> files;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->is_regular_file() ||
        std::ranges::find(kKinds, entry->path().extension().string()) == kKinds.end())
      continue;
    if (entry->file_size() > kLargestFile || files.size() >= kMostFiles)
      return fail(ErrorCode::exhausted, fmt::format("{}: too large a file, or too many files, to be agents",
                                                    entry->path().string()));
    TRY_ASSIGN(auto text, read_text(entry->path()));
    files.push_back({fs::relative(entry->path(), folder).generic_string(), std::move(text)});
  }
  if (error)
    return fail(ErrorCode::not_found,
                fmt::format("the folder {} cannot be read: {}", folder.string(), error.message()));
  std::ranges::sort(files, {}, &agents::AgentFile::name);
  return files;
}

Status write_all(const std::vector<agents::AgentFile>& files, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::unavailable,
                fmt::format("{} cannot be made: {}", folder.string(), error.message()));
  for (const auto& file : files)
    if (fs::exists(folder / file.name))
      return fail(ErrorCode::conflict,
                  fmt::format("{} is there already: name an empty folder", (folder / file.name).string()));
  for (const auto& file : files) TRY(write_file(folder / file.name, as_bytes(file.text)));
  return {};
}

void report(const agents::Import& import, bool as_json) {
  for (const auto& note : import.notes) {
    if (as_json)
      fmt::print("{}\n", json::serialize(json::object{{"kind", agents::to_string(note.kind)},
                                                      {"place", note.place},
                                                      {"what", note.what},
                                                      {"why", note.why}}));
    else
      fmt::print("{:<8} {}: {}\n         {}\n", agents::to_string(note.kind), note.place, note.what,
                 note.why);
  }
}

Result<agents::Import> import_folder(const Arguments& arguments) {
  TRY_ASSIGN(const auto loaded, config::load_settings_file(arguments.config, config::process_environment()));
  TRY_ASSIGN(const auto files, read_all(arguments.from));
  TRY_ASSIGN(auto import, agents::import_agents(files, vocabulary_of(loaded.settings)));
  TRY(write_all(import.files, arguments.to));
  return import;
}

int run_import(const Arguments& arguments) {
  const auto done = import_folder(arguments);
  if (!done) return tell_agent_problems(done.error(), arguments.json);
  report(*done, arguments.json);
  if (!arguments.json)
    fmt::print("\n{} agents written to {}: read them, then 'attendant agents check {}'\n", done->files.size(),
               arguments.to, arguments.to);
  return 0;
}

}  // namespace

void add_agent_import_command(CLI::App& group, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = group.add_subcommand(
      "import",
      "Turn agent files of the Azure real-time voice accelerator (agent.yaml, _defaults.yaml, "
      "orchestration.yaml, "
      "prompts) into files of ours; tells what was mapped, changed and dropped, and why");
  command->add_option("folder", arguments->from, "the folder of their files")->required();
  command->add_option("--to", arguments->to, "the folder to write to")->required();
  command->add_option("--config", arguments->config,
                      "the YAML configuration: its transfer targets may be named");
  command->add_flag("--json", arguments->json, "one JSON object a line");
  command->callback([arguments, &exit] { exit.status = run_import(*arguments); });
}

}  // namespace attendant::app
