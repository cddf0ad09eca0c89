#include "tools/mcp/json_rpc.hpp"

#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace attendant::tools::mcp {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::unexpected<Error> wrong(std::string_view what) {
  return fail(ErrorCode::invalid, "no JSON-RPC 2.0 message: " + std::string(what));
}

Result<RpcMessage> read_response(json::object& object) {
  const auto* id = object.if_contains("id");
  if (id == nullptr || !id->is_int64()) return wrong("the id of a response is none of ours");
  RpcResponse response{.id = id->get_int64(), .result = nullptr, .error = {}};
  if (const auto* error = object.if_contains("error")) {
    const auto* described = error->if_object();
    if (described == nullptr) return wrong("error is no object");
    const auto* code = described->if_contains("code");
    response.error = {.code = code != nullptr && code->is_int64() ? code->get_int64() : 0,
                      .message = text_at(*described, "message").substr(0, 500)};
  } else if (auto* result = object.if_contains("result")) {
    response.result = std::move(*result);
  } else {
    return wrong("neither method, result nor error");
  }
  return response;
}

}  // namespace

Result<RpcMessage> parse_message(std::string_view text) {
  boost::system::error_code error;
  // A depth that no honest answer has; the parser's own limit is 32 as well.
  json::value value = json::parse(text, error, {}, {.max_depth = 32});
  if (error) return wrong("not JSON");
  auto* object = value.if_object();
  if (object == nullptr) return wrong("expected an object");
  if (text_at(*object, "jsonrpc") != "2.0") return wrong("jsonrpc is not 2.0");
  const auto* method = object->if_contains("method");
  if (method == nullptr) return read_response(*object);
  if (!method->is_string()) return wrong("method is no text");
  std::string name(std::string_view(method->get_string()).substr(0, 200));
  const auto* id = object->if_contains("id");
  if (id == nullptr) return RpcNotification{std::move(name)};
  if (!id->is_int64() && !id->is_string()) return wrong("the id of a request is neither number nor text");
  return RpcRequest{*id, std::move(name)};
}

std::string request_text(std::int64_t id, std::string_view method, json::object params) {
  return json::serialize(
      json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
}

std::string notification_text(std::string_view method, json::object params) {
  json::object message{{"jsonrpc", "2.0"}, {"method", method}};
  if (!params.empty()) message["params"] = std::move(params);
  return json::serialize(message);
}

std::string result_text(const json::value& id, json::object result) {
  return json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

std::string error_text(const json::value& id, int code, std::string_view message) {
  return json::serialize(json::object{
      {"jsonrpc", "2.0"}, {"id", id}, {"error", json::object{{"code", code}, {"message", message}}}});
}

}  // namespace attendant::tools::mcp
