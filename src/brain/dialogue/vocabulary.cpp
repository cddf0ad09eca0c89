#include "brain/dialogue/vocabulary.hpp"

#include <algorithm>
#include <array>

#include "brain/dialogue/wording.hpp"

namespace attendant::brain {
namespace {

constexpr std::string_view kPerson = "person";

// Proving who is calling, choosing whose records, a complaint and a call-back belong to no desk: any caller
// may need them with any agent.
bool is_for_everyone(std::string_view tool) {
  static constexpr std::array<std::string_view, 3> kNames = {"select_subject", "complaint",
                                                             "schedule_callback"};
  return tool.starts_with("verify_") || std::ranges::find(kNames, tool) != kNames.end();
}

}  // namespace

agents::Vocabulary agent_vocabulary(const tools::Catalogue& catalogue, std::vector<std::string> people) {
  agents::Vocabulary known;
  for (const auto& spec : catalogue.all())
    known.tools.push_back({.name = spec.name,
                           .writes = spec.access == tools::Access::write,
                           .for_everyone = is_for_everyone(spec.name)});
  for (auto& form : line_forms())
    known.texts.push_back(
        {.name = std::string(form.name), .values = std::move(form.values), .question = form.question});
  known.people = std::move(people);
  if (std::ranges::find(known.people, kPerson) == known.people.end()) known.people.emplace_back(kPerson);
  return known;
}

}  // namespace attendant::brain
