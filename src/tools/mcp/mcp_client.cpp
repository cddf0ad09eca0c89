#include "tools/mcp/mcp_client.hpp"

#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace attendant::tools::mcp {

namespace json = boost::json;

McpClient::McpClient(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {
  transport_->on_notification = [this](std::string_view method) {
    if (method != "notifications/tools/list_changed") return;
    listed_ = false;
    if (on_list_changed) on_list_changed();
  };
}

Status McpClient::begin(const Limits& limits) {
  if (begun_) return {};
  const std::lock_guard lock(beginning_);
  if (begun_) return {};
  transport_->reset();
  listed_ = false;
  TRY_ASSIGN(const auto result, transport_->request("initialize", initialize_params(), limits));
  TRY_ASSIGN(const Server server, read_initialize(result));
  transport_->use_version(server.version);
  TRY(transport_->notify("notifications/initialized", {}, limits));
  begun_ = true;
  return {};
}

// A session that was lost is begun again by the next request; this one has failed, for a write may have
// happened.
Result<json::value> McpClient::request(std::string_view method, const json::object& params,
                                       const Limits& limits) {
  TRY(begin(limits));
  auto result = transport_->request(method, params, limits);
  if (!result && result.error().code == ErrorCode::unavailable) begun_ = false;
  return result;
}

Status McpClient::keep_warm(const Limits& limits) {
  if (begun_) {
    const auto answered = request("ping", {}, limits);
    // A server that does not know it is there, too.
    if (!answered && answered.error().code != ErrorCode::refused && begun_) return fail(answered.error());
  }
  TRY(begin(limits));  // anew where the session was lost
  transport_->listen();
  return {};
}

Result<std::vector<ListedTool>> McpClient::tools(const Limits& limits) {
  if (begun_ && listed_) {
    const std::lock_guard lock(mutex_);
    return listing_;
  }
  TRY(begin(limits));
  listed_ = true;  // before the list is read: what changes meanwhile makes it stale again
  auto listing = list(limits);
  if (!listing) {
    listed_ = false;
    return listing;
  }
  const std::lock_guard lock(mutex_);
  listing_ = *listing;
  return listing;
}

Result<std::vector<ListedTool>> McpClient::list(const Limits& limits) {
  std::vector<ListedTool> all;
  std::set<std::string> cursors;
  std::optional<std::string> cursor;
  for (int page = 0; page < kMostPages; ++page) {
    TRY_ASSIGN(const auto result, request("tools/list", list_params(cursor), limits));
    TRY_ASSIGN(auto read, read_tool_page(result));
    std::ranges::move(read.tools, std::back_inserter(all));
    if (all.size() > kMostTools)
      return fail(ErrorCode::exhausted, fmt::format("the MCP server lists more than {} tools", kMostTools));
    if (!read.next_cursor) return all;
    if (!cursors.insert(*read.next_cursor).second)
      return fail(ErrorCode::invalid, "the MCP server's list of tools goes round in a circle");
    cursor = std::move(read.next_cursor);
  }
  return fail(ErrorCode::exhausted, fmt::format("the MCP server's list has more than {} pages", kMostPages));
}

Result<CallResult> McpClient::call(std::string_view tool, const json::object& arguments,
                                   const json::object& meta, const Limits& limits) {
  TRY_ASSIGN(const auto result, request("tools/call", call_params(tool, arguments, meta), limits));
  return read_call_result(result);
}

}  // namespace attendant::tools::mcp
