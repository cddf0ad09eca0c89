#include "brain/model/chat_request.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/percent_encoding.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::int64_t kBytesAToken = 4;
constexpr std::int64_t kTokensAMessage = 4;  // role and separators

std::string_view name_of(ChatRole role, const ChatDialect& dialect) {
  switch (role) {
    case ChatRole::system:
      return dialect.reasoning ? "developer" : "system";
    case ChatRole::user:
      return "user";
    case ChatRole::assistant:
      return "assistant";
    case ChatRole::tool:
      return "tool";
  }
  return "user";
}

json::object write(const ToolCall& call) {
  return {{"id", call.id},
          {"type", "function"},
          {"function", json::object{{"name", call.name}, {"arguments", call.arguments}}}};
}

json::object write(const ChatMessage& message, const ChatDialect& dialect) {
  json::object written{{"role", name_of(message.role, dialect)}};
  if (message.role == ChatRole::tool) written["tool_call_id"] = message.tool_call_id;
  // The text of a message that only calls tools is null, not empty: some servers refuse the latter.
  if (message.text.empty() && !message.tool_calls.empty())
    written["content"] = nullptr;
  else
    written["content"] = message.text;
  if (!message.tool_calls.empty()) {
    json::array calls;
    for (const ToolCall& call : message.tool_calls) calls.emplace_back(write(call));
    written["tool_calls"] = std::move(calls);
  }
  return written;
}

json::object write(const ToolDefinition& tool) {
  return {{"type", "function"},
          {"function",
           json::object{
               {"name", tool.name}, {"description", tool.description}, {"parameters", tool.parameters}}}};
}

// Nothing to say of the default.
json::value tool_choice(const ChatRequest& request) {
  if (!request.only_tool.empty())
    return json::object{{"type", "function"}, {"function", json::object{{"name", request.only_tool}}}};
  if (request.tool_use == ToolUse::automatic) return nullptr;
  return request.tool_use == ToolUse::none ? "none" : "required";
}

}  // namespace

std::string chat_path(const ChatDialect& dialect) {
  switch (dialect.vendor) {
    case ChatVendor::openai:
      return dialect.base_path + "/chat/completions";
    case ChatVendor::azure:
      return fmt::format("/openai/deployments/{}/chat/completions?api-version={}",
                         percent_encoded(dialect.model), percent_encoded(dialect.api_version));
    case ChatVendor::azure_v1:
      return "/openai/v1/chat/completions";
  }
  return {};
}

std::pair<std::string, std::string> credential_header(const ChatDialect& dialect, const std::string& key) {
  if (dialect.bearer) return {"authorization", "Bearer " + key};
  return {"api-key", key};
}

std::string write_chat_request(const ChatRequest& request, const ChatDialect& dialect) {
  json::object body;
  if (dialect.vendor != ChatVendor::azure) body["model"] = dialect.model;
  if (!request.tools.empty()) {
    json::array tools;
    for (const ToolDefinition& tool : request.tools) tools.emplace_back(write(tool));
    body["tools"] = std::move(tools);
    if (json::value choice = tool_choice(request); !choice.is_null()) body["tool_choice"] = std::move(choice);
    // Refused without tools, and by reasoning models.
    if (!request.parallel_tools && !dialect.reasoning) body["parallel_tool_calls"] = false;
  }
  json::array messages;
  for (const ChatMessage& message : request.messages) messages.emplace_back(write(message, dialect));
  body["messages"] = std::move(messages);
  if (request.max_tokens > 0)
    body[dialect.old_max_tokens ? "max_tokens" : "max_completion_tokens"] = request.max_tokens;
  if (request.temperature && !dialect.reasoning) body["temperature"] = *request.temperature;
  for (const auto& parameter : request.parameters) body[parameter.key()] = parameter.value();
  if (!request.user.empty()) body["user"] = request.user;
  body["stream"] = true;
  if (dialect.stream_options) body["stream_options"] = json::object{{"include_usage", true}};
  return json::serialize(body);
}

std::int64_t estimated_prompt_tokens(const ChatRequest& request) {
  std::size_t bytes = 0;
  for (const ChatMessage& message : request.messages) {
    bytes += message.text.size();
    for (const ToolCall& call : message.tool_calls) bytes += call.name.size() + call.arguments.size();
  }
  for (const ToolDefinition& tool : request.tools)
    bytes += tool.name.size() + tool.description.size() + json::serialize(tool.parameters).size();
  return static_cast<std::int64_t>(bytes) / kBytesAToken +
         kTokensAMessage * static_cast<std::int64_t>(request.messages.size() + request.tools.size());
}

}  // namespace attendant::brain
