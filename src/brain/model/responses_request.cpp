#include "brain/model/responses_request.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/percent_encoding.hpp"
#include "brain/model/json_fields.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr int kFewestTokens = 16;  // a smaller limit is refused

std::string_view name_of(ChatRole role, const ChatDialect& dialect) {
  switch (role) {
    case ChatRole::system:
      return dialect.reasoning ? "developer" : "system";
    case ChatRole::assistant:
      return "assistant";
    default:
      return "user";
  }
}

json::object write(const ToolCall& call) {
  return {
      {"type", "function_call"}, {"call_id", call.id}, {"name", call.name}, {"arguments", call.arguments}};
}

// A message of Chat Completions is several items here: a text, and one for each call.
void write(const ChatMessage& message, const ChatDialect& dialect, json::array& items) {
  if (message.role == ChatRole::tool) {
    items.emplace_back(json::object{
        {"type", "function_call_output"}, {"call_id", message.tool_call_id}, {"output", message.text}});
    return;
  }
  if (!message.text.empty() || message.tool_calls.empty())
    items.emplace_back(json::object{{"role", name_of(message.role, dialect)}, {"content", message.text}});
  for (const ToolCall& call : message.tool_calls) items.emplace_back(write(call));
}

json::object write(const ToolDefinition& tool) {
  // Strict is the default here, unlike in Chat Completions, and refuses schemas with optional fields.
  return {{"type", "function"},
          {"name", tool.name},
          {"description", tool.description},
          {"parameters", tool.parameters},
          {"strict", false}};
}

// Nothing to say of the default.
json::value tool_choice(const ChatRequest& request) {
  if (!request.only_tool.empty()) return json::object{{"type", "function"}, {"name", request.only_tool}};
  if (request.tool_use == ToolUse::automatic) return nullptr;
  return request.tool_use == ToolUse::none ? "none" : "required";
}

// A schema stands in an object of its own in Chat Completions, and beside its type here.
json::object text_format(const json::object& response_format) {
  json::object format = response_format;
  if (const json::object* schema = object_of(response_format, "json_schema")) {
    format.erase("json_schema");
    for (const auto& field : *schema) format[field.key()] = field.value();
  }
  return format;
}

void write_parameters(const json::object& parameters, json::object& body) {
  if (const json::value* top_p = member(parameters, "top_p")) body["top_p"] = *top_p;
  if (const json::value* effort = member(parameters, "reasoning_effort"))
    body["reasoning"] = json::object{{"effort", *effort}};
  if (const json::object* format = object_of(parameters, "response_format"))
    body["text"] = json::object{{"format", text_format(*format)}};
}

}  // namespace

std::string responses_path(const ChatDialect& dialect) {
  switch (dialect.vendor) {
    case ChatVendor::openai:
      return dialect.base_path + "/responses";
    case ChatVendor::azure:
      return fmt::format("/openai/responses?api-version={}", percent_encoded(dialect.api_version));
    case ChatVendor::azure_v1:
      return "/openai/v1/responses";
  }
  return {};
}

std::string write_responses_request(const ChatRequest& request, const ChatDialect& dialect) {
  json::object body{{"model", dialect.model}};
  if (!request.tools.empty()) {
    json::array tools;
    for (const ToolDefinition& tool : request.tools) tools.emplace_back(write(tool));
    body["tools"] = std::move(tools);
    if (json::value choice = tool_choice(request); !choice.is_null()) body["tool_choice"] = std::move(choice);
    if (!request.parallel_tools && !dialect.reasoning) body["parallel_tool_calls"] = false;
  }
  json::array items;
  for (const ChatMessage& message : request.messages) write(message, dialect, items);
  body["input"] = std::move(items);
  if (request.max_tokens > 0) body["max_output_tokens"] = std::max(request.max_tokens, kFewestTokens);
  if (request.temperature && !dialect.reasoning) body["temperature"] = *request.temperature;
  write_parameters(request.parameters, body);
  if (!request.user.empty()) body["user"] = request.user;
  body["store"] = false;
  body["stream"] = true;
  return json::serialize(body);
}

}  // namespace attendant::brain
