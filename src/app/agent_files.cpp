#include "app/agent_files.hpp"

#include "app/places.hpp"
#include "brain/dialogue/vocabulary.hpp"

namespace attendant::app {

std::filesystem::path agents_folder(const config::Settings& settings) {
  if (!settings.agents.dir.empty()) return settings.agents.dir;
  return data_folder().parent_path() / "agents";
}

agents::Vocabulary vocabulary_of(const config::Settings& settings) {
  std::vector<std::string> people;
  for (const auto& target : settings.people.targets) people.push_back(target.first);
  return brain::agent_vocabulary(tools::insurance_catalogue(), std::move(people));
}

}  // namespace attendant::app
