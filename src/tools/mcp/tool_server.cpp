#include "tools/mcp/tool_server.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace attendant::tools::mcp {

ToolServer::ToolServer(ToolFile file, std::shared_ptr<McpClient> client)
    : file_(std::move(file)), client_(std::move(client)) {}

ToolServer::Look ToolServer::look(Instant deadline) {
  Look look;
  std::vector<std::string> problems;
  const Limits limits{.deadline = deadline, .stop = {}};
  auto warm = client_->keep_warm(limits);
  auto listed = warm ? client_->tools(limits) : Result<std::vector<ListedTool>>(fail(warm.error()));
  if (listed) {
    look.reached = true;
    auto selected = select_tools(file_, *listed, client_);
    problems = std::move(selected.problems);
    const std::lock_guard lock(mutex_);
    look.changed = Catalogue(selected.tools.specs).describe() != Catalogue(offered_.specs).describe();
    if (look.changed) offered_ = std::move(selected.tools);
  } else {
    problems.push_back(std::move(listed).error().in(file_.name).message);
  }
  std::ranges::copy_if(problems, std::back_inserter(look.problems), [&](const std::string& problem) {
    return std::ranges::find(problems_, problem) == problems_.end();
  });
  problems_ = std::move(problems);
  return look;
}

Tools ToolServer::offered() const {
  const std::lock_guard lock(mutex_);
  return offered_;
}

}  // namespace attendant::tools::mcp
