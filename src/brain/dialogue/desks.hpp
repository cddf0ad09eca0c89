// Which agent of the call's team talks, and what follows from it: its tools, words, voice and limits. Without
// a team there is one agent with everything. Pure; one per call.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agents/agent.hpp"
#include "brain/dialogue/wording.hpp"

namespace attendant::brain {

class Desks {
 public:
  using Way = std::vector<const agents::HandOver*>;

  Desks(agents::TeamPtr team, std::string company, std::string office_hours);

  const agents::Agent* active() const { return active_; }  // null: there is no team
  const agents::Limits& limits() const;
  agents::Voice voice() const;

  // The hand-overs to whoever has the tool: none when the active agent has it. Empty: nobody can be reached.
  std::optional<Way> way_to(std::string_view tool) const;
  // The agent that the caller asks for by name ("the billing desk"), and the way there; none: the active one.
  std::optional<Way> way_to_named(std::string_view text) const;
  // Goes the way; what is said before: the announcement, and what the other begins with. Both may be empty.
  struct Arrival {
    std::string announcement, greeting;
    bool carries_slots = true;
  };
  Arrival go(std::span<const agents::HandOver* const> way, std::string_view caller_name);

  std::string greeting() const;  // of the active agent; empty: it has none of its own
  // The agent's own words for a sentence; nothing: the engine's.
  std::optional<std::string> words(Line line, Fill fill) const;
  // What the agent says while the tool lets the caller wait; nothing: the tool's own filler.
  std::optional<std::string> filler_of(std::string_view tool) const;
  // How the agent uses the tool; null: there is no team, or it is not the agent's.
  const agents::ToolUse* use_of(std::string_view tool) const;

 private:
  const agents::Language* language() const;
  std::string filled(std::string_view text, const agents::Agent& agent, std::string_view caller_name) const;

  agents::TeamPtr team_;
  std::string company_, office_hours_;
  const agents::Agent* active_ = nullptr;
  std::set<std::string_view> met_;  // ids of the agents who have talked; they live as long as the team
};

}  // namespace attendant::brain
