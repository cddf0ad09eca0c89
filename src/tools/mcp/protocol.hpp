// What a client says and hears in the Model Context Protocol (https://modelcontextprotocol.io/specification,
// revision 2025-06-18): initialize, tools/list, tools/call. What a server tells is bounded and checked before
// it is a value here. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace attendant::tools::mcp {

inline constexpr std::string_view kProtocolVersion = "2025-06-18";

boost::json::object initialize_params();

struct Server {
  std::string version;  // of the protocol: one that we speak
  std::string name;
};
// unsupported: another version of the protocol, or it has no tools.
Result<Server> read_initialize(const boost::json::value& result);

struct ListedTool {
  std::string name;
  std::string description;
  boost::json::object input_schema;
};
struct ToolPage {
  std::vector<ListedTool> tools;
  std::optional<std::string> next_cursor;
};
inline constexpr std::size_t kMostTools = 500;  // over all pages
inline constexpr int kMostPages = 50;

boost::json::object list_params(const std::optional<std::string>& cursor);
Result<ToolPage> read_tool_page(const boost::json::value& result);

// `meta` goes along as "_meta": for the program, not for a model (it holds the idempotency key of a write).
boost::json::object call_params(std::string_view name, const boost::json::object& arguments,
                                const boost::json::object& meta);

struct CallResult {
  bool is_error = false;
  boost::json::value answer;  // structuredContent; else the text, as JSON where it is JSON
};
Result<CallResult> read_call_result(const boost::json::value& result);

}  // namespace attendant::tools::mcp
