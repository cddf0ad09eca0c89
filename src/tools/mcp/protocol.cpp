#include "tools/mcp/protocol.hpp"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::tools::mcp {
namespace {

namespace json = boost::json;

// Those whose initialize, tools/list and tools/call are the same for a client of tools.
constexpr std::array<std::string_view, 4> kVersions = {"2025-11-25", "2025-06-18", "2025-03-26",
                                                       "2024-11-05"};

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<const json::object*> as_object(const json::value& value, std::string_view what) {
  const auto* object = value.if_object();
  if (object == nullptr) return fail(ErrorCode::invalid, fmt::format("{}: expected an object", what));
  return object;
}

const json::array* list_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

// All parts of text; parts of other kinds (images, links) say nothing on the telephone.
std::string text_of(const json::array& content) {
  std::string text;
  for (const auto& part : content) {
    const auto* object = part.if_object();
    if (object == nullptr || text_at(*object, "type") != "text") continue;
    if (!text.empty()) text += '\n';
    text += text_at(*object, "text");
  }
  return text;
}

}  // namespace

json::object initialize_params() {
  return {{"protocolVersion", kProtocolVersion},
          {"capabilities", json::object{}},
          {"clientInfo", json::object{{"name", "attendant"}, {"version", "0.1.0"}}}};
}

Result<Server> read_initialize(const json::value& result) {
  TRY_ASSIGN(const json::object* object, as_object(result, "initialize"));
  Server server{.version = text_at(*object, "protocolVersion"), .name = {}};
  if (std::ranges::find(kVersions, server.version) == kVersions.end())
    return fail(ErrorCode::unsupported,
                fmt::format("the server speaks version \"{}\" of the protocol; we speak {}",
                            server.version.substr(0, 40), kProtocolVersion));
  const auto* capabilities = object->if_contains("capabilities");
  if (capabilities == nullptr || !capabilities->is_object() || !capabilities->get_object().contains("tools"))
    return fail(ErrorCode::unsupported, "the server has no tools");
  if (const auto* info = object->if_contains("serverInfo"); info != nullptr && info->is_object())
    server.name = text_at(info->get_object(), "name").substr(0, 100);
  return server;
}

json::object list_params(const std::optional<std::string>& cursor) {
  return cursor ? json::object{{"cursor", *cursor}} : json::object();
}

Result<ToolPage> read_tool_page(const json::value& result) {
  TRY_ASSIGN(const json::object* object, as_object(result, "tools/list"));
  const auto* tools = list_at(*object, "tools");
  if (tools == nullptr) return fail(ErrorCode::invalid, "tools/list: holds no list of tools");
  ToolPage page;
  for (const auto& tool : *tools) {
    if (page.tools.size() == kMostTools)
      return fail(ErrorCode::exhausted, fmt::format("tools/list: more than {} tools", kMostTools));
    const auto* described = tool.if_object();
    const auto* schema = described == nullptr ? nullptr : described->if_contains("inputSchema");
    if (described == nullptr || text_at(*described, "name").empty() || schema == nullptr ||
        !schema->is_object())
      return fail(ErrorCode::invalid, "tools/list: a tool has no name or no inputSchema");
    page.tools.push_back({.name = text_at(*described, "name").substr(0, 128),
                          .description = text_at(*described, "description").substr(0, 1000),
                          .input_schema = schema->get_object()});
  }
  if (auto cursor = text_at(*object, "nextCursor"); !cursor.empty()) page.next_cursor = std::move(cursor);
  return page;
}

json::object call_params(std::string_view name, const json::object& arguments, const json::object& meta) {
  json::object params{{"name", name}, {"arguments", arguments}};
  if (!meta.empty()) params["_meta"] = meta;
  return params;
}

Result<CallResult> read_call_result(const json::value& result) {
  TRY_ASSIGN(const json::object* object, as_object(result, "tools/call"));
  CallResult read;
  const auto* is_error = object->if_contains("isError");
  read.is_error = is_error != nullptr && is_error->is_bool() && is_error->get_bool();
  if (const auto* structured = object->if_contains("structuredContent");
      structured != nullptr && structured->is_object()) {
    read.answer = *structured;
    return read;
  }
  const auto* content = list_at(*object, "content");
  if (content == nullptr) return fail(ErrorCode::invalid, "tools/call: the result has no content");
  const auto text = text_of(*content);
  boost::system::error_code error;
  auto parsed = json::parse(text, error, {}, {.max_depth = 32});
  const bool whole = !error && (parsed.is_object() || parsed.is_array());
  read.answer = whole ? std::move(parsed) : json::value(text);
  return read;
}

}  // namespace attendant::tools::mcp
