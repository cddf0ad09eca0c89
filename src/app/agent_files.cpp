#include "app/agent_files.hpp"

#include <memory>

#include "agents/load.hpp"
#include "agents/version_store.hpp"
#include "app/agent_keeper.hpp"
#include "app/places.hpp"
#include "app/tool_set.hpp"
#include "base/text.hpp"
#include "brain/dialogue/vocabulary.hpp"
#include "tools/plan_document.hpp"

namespace attendant::app {

std::filesystem::path agents_folder(const config::Settings& settings) {
  if (!settings.agents.dir.empty()) return settings.agents.dir;
  return data_folder().parent_path() / "agents";
}

agents::Vocabulary vocabulary_of(const config::Settings& settings) {
  std::vector<std::string> people;
  for (const auto& target : settings.people.targets) people.push_back(target.first);
  // What the tool files name is known before any of their services is asked, and an agent may name the plan
  // documents where there are none.
  std::vector<tools::ToolSpec> others{tools::plan_document_spec()};
  if (const auto files = read_tool_files(settings.tools)) {
    for (const auto& file : *files)
      for (const auto& tool : file.tools) {
        tools::ToolSpec spec;
        spec.name = tool.name;
        others.push_back(std::move(spec));
      }
  }
  const auto catalogue = tools::insurance_catalogue().with(std::move(others));
  return brain::agent_vocabulary(catalogue ? *catalogue : tools::insurance_catalogue(), std::move(people));
}

Result<agents::Team> team_of(const config::Settings& settings) {
  TRY_ASSIGN(const auto files, agents::read_agent_files(agents_folder(settings)));
  return agents::load_team(files, vocabulary_of(settings));
}

Result<agents::TeamPtr> team_of_call(std::string_view versions, const std::filesystem::path& store,
                                     const config::Settings& settings) {
  constexpr std::string_view kAgents = "agents ";
  for (const auto part : split(versions, ';')) {
    const auto one = trim(part);
    if (!one.starts_with(kAgents)) continue;
    const agents::VersionStore kept(agent_versions_folder(store));
    TRY_ASSIGN(auto team, kept.load(std::string(one.substr(kAgents.size())), vocabulary_of(settings)));
    return std::make_shared<const agents::Team>(std::move(team));
  }
  return nullptr;
}

}  // namespace attendant::app
