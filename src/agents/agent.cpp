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
  return way(from, [tool](const Agent& agent) { return agent.tool(tool) != nullptr; });
}

std::vector<const HandOver*> Team::way_to_agent(const Agent& from, std::string_view id) const {
  return way(from, [id](const Agent& agent) { return agent.id == id; });
}

// Breadth first: the fewest hand-overs, and among equals the one that the file names first.
std::vector<const HandOver*> Team::way(const Agent& from,
                                       const std::function<bool(const Agent&)>& is_there) const {
  if (is_there(from)) return {};
  std::deque<std::vector<const HandOver*>> ways{{}};
  std::vector<std::string_view> seen{from.id};
  while (!ways.empty()) {
    const auto shorter = std::move(ways.front());
    ways.pop_front();
    const Agent* at = shorter.empty() ? &from : find(shorter.back()->to);
    for (const HandOver& next : at->hand_overs) {
      const Agent* to = find(next.to);
      if (to == nullptr || std::ranges::find(seen, to->id) != seen.end()) continue;
      seen.emplace_back(to->id);
      auto longer = shorter;
      longer.push_back(&next);
      if (is_there(*to)) return longer;
      ways.push_back(std::move(longer));
    }
  }
  return {};
}

}  // namespace attendant::agents
