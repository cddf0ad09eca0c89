// JSON-RPC 2.0 messages (https://www.jsonrpc.org/specification), as the Model Context Protocol uses them: one
// message at a time, ids that are numbers of ours. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace attendant::tools::mcp {

struct RpcError {
  std::int64_t code = 0;
  std::string message;  // of the server: data, never spoken
};
// To a request of ours. An id that is no whole number is none of ours.
struct RpcResponse {
  std::int64_t id = 0;
  boost::json::value result;  // null with an error
  std::optional<RpcError> error;
};
struct RpcNotification {
  std::string method;
};
// A request of the server to us; its id goes back as it came.
struct RpcRequest {
  boost::json::value id;
  std::string method;
};
using RpcMessage = std::variant<RpcResponse, RpcNotification, RpcRequest>;

// invalid: it is no JSON-RPC 2.0 message. Batches are not of the protocol (2025-06-18 took them out).
Result<RpcMessage> parse_message(std::string_view text);

std::string request_text(std::int64_t id, std::string_view method, boost::json::object params);
std::string notification_text(std::string_view method, boost::json::object params = {});
std::string result_text(const boost::json::value& id, boost::json::object result);
std::string error_text(const boost::json::value& id, int code, std::string_view message);

inline constexpr int kMethodNotFound = -32601;

}  // namespace attendant::tools::mcp
