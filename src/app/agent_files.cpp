#include "app/agent_files.hpp"

#include "app/places.hpp"
#include "app/tool_set.hpp"
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
  // What the tool files name is known before any of their services is asked.
  std::vector<tools::ToolSpec> others;
  if (!settings.insurance.documents_dir.empty()) others.push_back(tools::plan_document_spec());
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

}  // namespace attendant::app
