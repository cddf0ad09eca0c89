// Whether the agent who has the call may use a tool, whatever its brain wanted: asked for every tool call,
// before the tool runtime asks who the caller is. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "agents/agent.hpp"
#include "base/tool_answer.hpp"

namespace attendant::agents {

// `agent`: the id of who has the call; empty: the one who answered. Nothing: the tool may run. Else the
// answer instead: refused, for it is none of the agent's tools; or a question, for the file wants a yes.
std::optional<ToolAnswer> answer_instead(const Team& team, std::string_view agent, std::string_view tool,
                                         bool confirmed);

}  // namespace attendant::agents
