// The tools of one MCP server as tools of ours. Thread: the pool that waits; any number of calls at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "tools/mcp/mcp_client.hpp"
#include "tools/outside_tool.hpp"
#include "tools/tool_file.hpp"
#include "tools/waited_exchange.hpp"

namespace attendant::tools::mcp {

struct Tools {
  std::vector<ToolSpec> specs;
  OutsideTools tools;
};

// The way to the server that `file` names. `http` and `clock` outlive it.
Result<std::shared_ptr<McpClient>> make_client(const ToolFile& file, const HttpAccess& http,
                                               const Clock& clock);

// Of what a server lists, what the file wants. What the server does not have, or what cannot be a tool, is
// left out and named.
struct SelectedTools {
  Tools tools;
  std::vector<std::string> problems;
};
SelectedTools select_tools(const ToolFile& file, std::span<const ListedTool> listed,
                           const std::shared_ptr<McpClient>& client);

}  // namespace attendant::tools::mcp
