#include "agents/tool_gate.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::agents {
namespace {

constexpr std::string_view kCallersWords = "said";  // an argument that is nothing to read back

const ToolUse* use_of(const Team& team, std::string_view agent, std::string_view tool) {
  const Agent* found = agent.empty() ? &team.answering() : team.find(agent);
  return found == nullptr ? nullptr : found->tool(tool);
}

// What was understood, so that the yes is one to it.
ToolAnswer read_back(const boost::json::object& arguments) {
  std::vector<std::string> values;
  for (const auto& [name, value] : arguments) {
    if (std::string_view(name) == kCallersWords) continue;
    if (value.is_string()) values.push_back(replace_all(std::string(value.get_string()), "_", " "));
    if (value.is_int64()) values.push_back(std::to_string(value.get_int64()));
  }
  ToolAnswer answer{.outcome = Outcome::need, .need = "confirm"};
  if (!values.empty()) answer.say.push_back(fmt::format("I have understood: {}.", join(values, ", ")));
  answer.say.emplace_back("Shall I go ahead?");
  return answer;
}

}  // namespace

std::optional<ToolAnswer> answer_instead(const Team& team, const ToolToRun& run) {
  const auto* use = use_of(team, run.agent, run.tool);
  if (use == nullptr) {
    return ToolAnswer{.outcome = Outcome::refused,
                      .say = {"That's something I can't do here."},
                      .facts = {{"error", fmt::format("{} is none of this agent's tools", run.tool)}}};
  }
  const bool asks = use->confirm == Confirm::always && !run.asks_itself;
  if (asks && !run.confirmed) return read_back(run.arguments);
  return std::nullopt;
}

}  // namespace attendant::agents
