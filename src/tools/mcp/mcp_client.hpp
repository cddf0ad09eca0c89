// One MCP server: a session that is begun when it is first needed and again when it was lost, its list of
// tools kept until the server says that it changed, and calls. Thread: any, many calls at once.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tools/mcp/protocol.hpp"
#include "tools/mcp/transport.hpp"

namespace attendant::tools::mcp {

class McpClient {
 public:
  explicit McpClient(std::unique_ptr<Transport> transport);

  // Begins the session when there is none, and shows that it is there: connections stay open, and a server
  // that went away is noticed before a caller needs it. unavailable, timed_out.
  Status keep_warm(const Limits& limits);

  // From the server, or as it is kept.
  Result<std::vector<ListedTool>> tools(const Limits& limits);

  // Called when the server says that its list changed; on any thread. Set before the first request.
  std::function<void()> on_list_changed;

  Result<CallResult> call(std::string_view tool, const boost::json::object& arguments,
                          const boost::json::object& meta, const Limits& limits);

 private:
  Status begin(const Limits& limits);
  Result<boost::json::value> request(std::string_view method, const boost::json::object& params,
                                     const Limits& limits);
  Result<std::vector<ListedTool>> list(const Limits& limits);

  std::mutex beginning_;  // one at a time
  std::atomic<bool> begun_ = false;
  std::atomic<bool> listed_ = false;  // listing_ holds what the server has
  std::mutex mutex_;
  std::vector<ListedTool> listing_;
  // The last, so that it ends first: until then its threads call on_notification, which uses what is above.
  std::unique_ptr<Transport> transport_;
};

}  // namespace attendant::tools::mcp
