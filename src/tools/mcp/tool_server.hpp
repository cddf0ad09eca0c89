// One MCP server whose tools come and go while we run: it may be down when we start, change its list, and be
// away for a while. Thread: look() one at a time, on a pool that waits; the rest any.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "tools/mcp/mcp_client.hpp"
#include "tools/mcp/mcp_tools.hpp"
#include "tools/tool_file.hpp"

namespace attendant::tools::mcp {

class ToolServer {
 public:
  ToolServer(ToolFile file, std::shared_ptr<McpClient> client);

  struct Look {
    bool reached = false;
    bool changed = false;               // of what it offers
    std::vector<std::string> problems;  // that were not there at the last look
  };
  // Blocks until `deadline`: keeps the session warm, and reads the list when it may have changed. A server
  // that cannot be reached keeps the tools that it had; what its list lacks, or what cannot be a tool, is
  // missing.
  Look look(Instant deadline);

  Tools offered() const;
  const std::string& name() const { return file_.name; }

 private:
  const ToolFile file_;
  const std::shared_ptr<McpClient> client_;
  std::vector<std::string> problems_;  // of the last look; look()'s alone
  mutable std::mutex mutex_;
  Tools offered_;
};

}  // namespace attendant::tools::mcp
