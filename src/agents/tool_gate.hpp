// Whether the agent who has the call may use a tool, whatever its brain wanted: asked for every tool call,
// before the tool runtime asks who the caller is. Pure.
#pragma once

#include <optional>
#include <string_view>

#include <boost/json/object.hpp>

#include "agents/agent.hpp"
#include "base/tool_answer.hpp"

namespace attendant::agents {

// A tool that is about to run.
struct ToolToRun {
  std::string_view agent;  // the id of who has the call; empty: the one who answered
  std::string_view tool;
  const boost::json::object& arguments;
  bool confirmed = false;    // the caller said yes to the read-back
  bool asks_itself = false;  // without a yes the tool reads back by itself what it would do
};

// Nothing: the tool may run. Else the answer instead: refused, for it is none of the agent's tools; or a
// read-back, for the file wants a yes.
std::optional<ToolAnswer> answer_instead(const Team& team, const ToolToRun& run);

}  // namespace attendant::agents
