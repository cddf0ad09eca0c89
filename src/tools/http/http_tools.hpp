// The operations of one HTTP service as tools. Thread: the pool that waits; any number of calls at once.
#pragma once

#include <memory>
#include <vector>

#include "base/result.hpp"
#include "tools/outside_tool.hpp"
#include "tools/tool_file.hpp"
#include "tools/waited_exchange.hpp"

namespace attendant::tools::http {

struct Tools {
  std::vector<ToolSpec> specs;
  OutsideTools tools;
};

// Reads the OpenAPI file that `file` names. invalid: the file, or an operation that it wants and that cannot
// be a tool. Requests go to the server's host and nowhere else. `http` outlives the tools.
Result<Tools> open_http_tools(const ToolFile& file, const HttpAccess& http);

}  // namespace attendant::tools::http
