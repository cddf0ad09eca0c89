// The tools of one MCP server as tools of ours. Thread: the pool that waits; any number of calls at once.
#pragma once

#include <memory>
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

// Asks the server for its tools: blocks until `deadline`. What the file wants and the server does not have,
// or what cannot be a tool, is an error that names it.
Result<Tools> open_mcp_tools(const ToolFile& file, std::shared_ptr<McpClient> client, Instant deadline);

}  // namespace attendant::tools::mcp
