#include <algorithm>
#include <array>
#include <utility>

#include <boost/json.hpp>

#include "brain/model/json_fields.hpp"
#include "brain/model/serving/request_fields.hpp"
#include "brain/model/serving/served_request.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

// Passed on as they are. What is in neither list tunes or labels, and is ignored.
constexpr std::array kPassedOn = {
    "top_p", "stop", "seed", "presence_penalty", "frequency_penalty", "response_format", "reasoning_effort"};
// They change what the answer is, and we do not serve them.
constexpr std::array kNotServed = {"functions", "function_call", "audio", "web_search_options", "prediction"};

Result<ToolCall> read_call(const json::value& value, std::string_view place) {
  const json::object* call = value.if_object();
  const json::object* function = call == nullptr ? nullptr : object_of(*call, "function");
  if (function == nullptr) return wrong(place, "expects a call of a function");
  ToolCall read{.id = std::string(text_or_empty(*call, "id")),
                .name = std::string(text_or_empty(*function, "name")),
                .arguments = std::string(text_or_empty(*function, "arguments"))};
  if (read.id.empty() || read.name.empty()) return wrong(place, "a call needs an id and a function's name");
  return read;
}

Result<ChatMessage> read_message(const json::value& value, std::string_view place) {
  const json::object* object = value.if_object();
  if (object == nullptr) return wrong(place, "expects an object");
  ChatMessage message;
  TRY_ASSIGN(message.role, read_role(*object, place));
  if (const json::value* content = member(*object, "content")) {
    TRY_ASSIGN(message.text, read_content(*content, std::string(place) + ".content", {"text", "refusal"}));
  }
  message.tool_call_id = text_or_empty(*object, "tool_call_id");
  if (message.role == ChatRole::tool && message.tool_call_id.empty())
    return wrong(place, "a tool's message needs tool_call_id");
  TRY_ASSIGN(const json::array* calls, read_list(*object, "tool_calls"));
  for (std::size_t i = 0; calls != nullptr && i < calls->size(); ++i) {
    TRY_ASSIGN(ToolCall call, read_call((*calls)[i], place_in(std::string(place) + ".tool_calls", i)));
    message.tool_calls.push_back(std::move(call));
  }
  return message;
}

Status read_tools(const json::object& body, ChatRequest& request) {
  TRY_ASSIGN(const json::array* tools, read_list(body, "tools"));
  for (std::size_t i = 0; tools != nullptr && i < tools->size(); ++i) {
    const json::object* tool = (*tools)[i].if_object();
    const json::object* function = tool == nullptr ? nullptr : object_of(*tool, "function");
    const std::string place = place_in("tools", i);
    if (function == nullptr) return wrong(place, "only functions are served here");
    TRY_ASSIGN(ToolDefinition definition, read_function(*function, place));
    request.tools.push_back(std::move(definition));
  }
  return read_tool_choice(body, request);
}

Status refuse_what_is_not_served(const json::object& body) {
  for (const char* name : kNotServed)
    if (member(body, name) != nullptr) return wrong(name, "is not served here");
  if (const json::value* n = member(body, "n"); n != nullptr && *n != 1)
    return wrong("n", "one answer is served for a request");
  if (const json::value* logprobs = member(body, "logprobs"); logprobs != nullptr && *logprobs != false)
    return wrong("logprobs", "is not served here");
  if (const json::value* modalities = member(body, "modalities");
      modalities != nullptr && *modalities != json::array{"text"})
    return wrong("modalities", "only text is served here");
  return {};
}

}  // namespace

Result<ServedRequest> read_chat_completion(std::string_view text) {
  TRY_ASSIGN(const json::object body, read_body(text));
  TRY(refuse_what_is_not_served(body));
  ServedRequest served;
  ChatRequest& request = served.request;
  TRY(read_text(body, "model", served.model));
  TRY_ASSIGN(const json::array* messages, read_list(body, "messages"));
  if (messages == nullptr || messages->empty()) return wrong("messages", "expects at least one message");
  for (std::size_t i = 0; i < messages->size(); ++i) {
    TRY_ASSIGN(ChatMessage message, read_message((*messages)[i], place_in("messages", i)));
    request.messages.push_back(std::move(message));
  }
  TRY(read_tools(body, request));
  TRY(read_flag(body, "parallel_tool_calls", request.parallel_tools));
  TRY(read_count(body, "max_tokens", request.max_tokens));
  TRY(read_count(body, "max_completion_tokens", request.max_tokens));
  TRY(read_number(body, "temperature", request.temperature));
  TRY(read_text(body, "user", request.user));
  for (const char* name : kPassedOn)
    if (const json::value* value = member(body, name)) request.parameters[name] = *value;
  TRY(read_flag(body, "stream", served.stream));
  if (const json::object* options = object_of(body, "stream_options"))
    TRY(read_flag(*options, "include_usage", served.include_usage));
  return served;
}

}  // namespace attendant::brain
