#include "agents/load.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "agents/bind.hpp"
#include "agents/rules.hpp"
#include "base/text.hpp"
#include "config/node.hpp"
#include "config/printer.hpp"
#include "config/reader.hpp"

namespace attendant::agents {
namespace {

constexpr std::size_t kMostFiles = 100;

// Agent files are shown, versioned and sent to models: a secret has no place in them.
class NoSecrets final : public config::SecretSource {
 public:
  bool knows(std::string_view) const override { return true; }
  Result<std::string> fetch(std::string_view, std::string_view) const override {
    return fail(ErrorCode::refused, "an agent file takes no ${...} references");
  }
};

// One file on its way: the document stays, so that later rules can name places in it.
struct Read {
  config::Node document;
  Agent agent;
};

std::string at(const AgentFile& file, const config::Node& document, std::string_view path,
               std::string_view problem) {
  const auto place = document.place_of(path);
  return fmt::format("{}:{}:{}: {}{}{}", file.name, place.line, place.column, path, path.empty() ? "" : ": ",
                     problem);
}

Read read_file(const AgentFile& file, const Vocabulary& known, std::vector<std::string>& problems) {
  static const std::map<std::string, std::string> kNoEnvironment;
  const NoSecrets secrets;
  Read read;
  auto document = config::parse_yaml(file.text, file.name);
  if (!document) {
    problems.push_back(document.error().message);
    return read;
  }
  read.document = *std::move(document);
  if (read.document.kind != config::Node::Kind::map) {
    problems.push_back(fmt::format("{}:{}:{}: expects lines of 'key: value', such as 'id: billing'",
                                   file.name, std::max(read.document.place.line, 1),
                                   std::max(read.document.place.column, 1)));
    return read;
  }
  config::Reading reading{.name = file.name, .environment = kNoEnvironment, .secrets = secrets};
  config::Reader reader(reading, read.document, "");
  bind(reader, read.agent);
  reader.report_unknown();
  if (read.agent.languages.empty()) read.agent.languages.emplace_back();
  std::ranges::move(reading.problems, std::back_inserter(problems));
  // Rules over values that could not be read would only repeat the problem.
  if (reading.problems.empty())
    check_agent(read.agent, known, [&](std::string_view path, const std::string& problem) {
      problems.push_back(at(file, read.document, path, problem));
    });
  return read;
}

// What holds of every agent, and what only the others tell.
void complete(Agent& agent, const std::vector<std::string>& ids, const Vocabulary& known) {
  for (const auto& tool : known.tools)
    if (tool.for_everyone && agent.tool(tool.name) == nullptr) agent.tools.push_back({.name = tool.name});
  for (HandOver& hand_over : agent.hand_overs)
    hand_over.to_person = std::ranges::find(ids, hand_over.to) == ids.end();
}

}  // namespace

Result<Team> load_team(const std::vector<AgentFile>& files, const Vocabulary& known) {
  if (files.empty()) return fail(ErrorCode::not_found, "there are no agent files");
  std::vector<std::string> problems;
  std::vector<config::Node> documents;
  Team team;
  for (const AgentFile& file : files) {
    auto read = read_file(file, known, problems);
    documents.push_back(std::move(read.document));
    team.agents.push_back(std::move(read.agent));
  }
  if (problems.empty())
    check_team(team.agents, known, [&](std::size_t i, std::string_view path, const std::string& problem) {
      problems.push_back(at(files[i], documents[i], path, problem));
    });
  if (!problems.empty()) return fail(ErrorCode::invalid, join(problems, "\n"));
  std::vector<std::string> ids;
  for (const Agent& agent : team.agents) ids.push_back(agent.id);
  for (Agent& agent : team.agents) complete(agent, ids, known);
  return team;
}

Result<std::vector<AgentFile>> read_agent_files(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".yaml") paths.push_back(entry->path());
  if (error)
    return fail(ErrorCode::not_found,
                fmt::format("the folder of agents {} cannot be read: {}", folder.string(), error.message()));
  if (paths.empty())
    return fail(ErrorCode::not_found, fmt::format("{} holds no agent file (*.yaml)", folder.string()));
  if (paths.size() > kMostFiles)
    return fail(ErrorCode::exhausted,
                fmt::format("{} holds more than {} files", folder.string(), kMostFiles));
  std::ranges::sort(paths);
  std::vector<AgentFile> files;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorCode::not_found, fmt::format("{} cannot be read", path.string()));
    files.push_back({path.string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  return files;
}

std::string to_yaml(const Agent& agent) {
  Agent copy = agent;  // binding needs something to bind to; printing changes nothing
  config::Printer printer({});
  bind(printer, copy);
  return printer.yaml();
}

}  // namespace attendant::agents
