#include "agents/tool_gate.hpp"

#include <fmt/format.h>

namespace attendant::agents {

std::optional<ToolAnswer> answer_instead(const Team& team, std::string_view agent, std::string_view tool,
                                         bool confirmed) {
  const Agent* found = agent.empty() ? &team.answering() : team.find(agent);
  const ToolUse* use = found == nullptr ? nullptr : found->tool(tool);
  if (use == nullptr) {
    return ToolAnswer{.outcome = Outcome::refused,
                      .say = {"That's something I can't do here."},
                      .facts = {{"error", fmt::format("{} is none of this agent's tools", tool)}}};
  }
  if (use->confirm == Confirm::always && !confirmed)
    return ToolAnswer{.outcome = Outcome::need, .say = {"Shall I go ahead?"}, .need = "confirm"};
  return std::nullopt;
}

}  // namespace attendant::agents
