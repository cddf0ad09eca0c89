#include "agents/agent.hpp"

#include <algorithm>
#include <deque>

#include "base/result.hpp"

namespace attendant::agents {

std::string_view to_string(BrainKind kind) {
  switch (kind) {
    case BrainKind::dialogue:
      return "dialogue";
    case BrainKind::model:
      return "model";
    case BrainKind::automatic:
      return "auto";
    case BrainKind::live:
      return "live";
  }
  return "dialogue";
}

const std::string* Language::text(std::string_view name) const {
  const auto found = std::ranges::find(texts, name, &std::pair<std::string, std::string>::first);
  return found == texts.end() ? nullptr : &found->second;
}

const ToolUse* Agent::tool(std::string_view tool) const {
  const auto found = std::ranges::find(tools, tool, &ToolUse::name);
  return found == tools.end() ? nullptr : &*found;
}

const HandOver* Agent::hand_over(std::string_view to) const {
  const auto found = std::ranges::find(hand_overs, to, &HandOver::to);
  return found == hand_overs.end() ? nullptr : &*found;
}

const Agent* Team::find(std::string_view id) const {
  const auto found = std::ranges::find(agents, id, &Agent::id);
  return found == agents.end() ? nullptr : &*found;
}

const Agent& Team::answering() const {
  const auto found = std::ranges::find(agents, true, &Agent::answers);
  CHECK(found != agents.end());
  return *found;
}

std::vector<const HandOver*> Team::way_to_tool(const Agent& from, std::string_view tool) const {
  if (from.tool(tool) != nullptr) return {};
  // Breadth first: the fewest hand-overs, and among equals the one that the file names first.
  std::deque<std::vector<const HandOver*>> ways{{}};
  std::vector<std::string_view> seen{from.id};
  while (!ways.empty()) {
    const auto way = std::move(ways.front());
    ways.pop_front();
    const Agent* at = way.empty() ? &from : find(way.back()->to);
    for (const HandOver& next : at->hand_overs) {
      const Agent* to = find(next.to);
      if (to == nullptr || std::ranges::find(seen, to->id) != seen.end()) continue;
      seen.emplace_back(to->id);
      auto longer = way;
      longer.push_back(&next);
      if (to->tool(tool) != nullptr) return longer;
      ways.push_back(std::move(longer));
    }
  }
  return {};
}

}  // namespace attendant::agents
