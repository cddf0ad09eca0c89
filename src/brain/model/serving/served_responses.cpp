#include <array>
#include <utility>

#include <boost/json.hpp>

#include "brain/model/json_fields.hpp"
#include "brain/model/serving/request_fields.hpp"
#include "brain/model/serving/served_request.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

// We keep nothing between two requests, and run nothing behind one.
constexpr std::array kNotServed = {"previous_response_id", "conversation", "prompt"};

Result<ChatMessage> read_output(const json::object& item, std::string_view place) {
  ChatMessage message{.role = ChatRole::tool, .tool_call_id = std::string(text_or_empty(item, "call_id"))};
  if (message.tool_call_id.empty()) return wrong(place, "an output needs the call_id of its call");
  if (const json::value* output = member(item, "output")) {
    TRY_ASSIGN(message.text, read_content(*output, std::string(place) + ".output", {"input_text"}));
  }
  return message;
}

Status read_item(const json::value& value, const std::string& place, std::vector<ChatMessage>& messages) {
  const json::object* item = value.if_object();
  if (item == nullptr) return wrong(place, "expects an object");
  const std::string_view type = text_or_empty(*item, "type");
  if (type == "function_call") {
    ToolCall call{.id = std::string(text_or_empty(*item, "call_id")),
                  .name = std::string(text_or_empty(*item, "name")),
                  .arguments = std::string(text_or_empty(*item, "arguments"))};
    if (call.id.empty() || call.name.empty()) return wrong(place, "a call needs a call_id and a name");
    // A message of Chat Completions holds the text and the calls of one answer.
    if (messages.empty() || messages.back().role != ChatRole::assistant)
      messages.push_back({.role = ChatRole::assistant});
    messages.back().tool_calls.push_back(std::move(call));
    return {};
  }
  if (type == "function_call_output") {
    TRY_ASSIGN(ChatMessage message, read_output(*item, place));
    messages.push_back(std::move(message));
    return {};
  }
  if (type == "reasoning") return {};  // of the model that wrote it; another endpoint may answer now
  if (!type.empty() && type != "message") return wrong(place, "items of this type are not served here");
  ChatMessage message;
  TRY_ASSIGN(message.role, read_role(*item, place));
  if (const json::value* content = member(*item, "content")) {
    TRY_ASSIGN(message.text,
               read_content(*content, place + ".content", {"input_text", "output_text", "text", "refusal"}));
  }
  messages.push_back(std::move(message));
  return {};
}

Status read_input(const json::object& body, std::vector<ChatMessage>& messages) {
  const json::value* input = member(body, "input");
  if (input == nullptr) return wrong("input", "expects a text or a list of items");
  if (input->is_string()) {
    messages.push_back({.role = ChatRole::user, .text = std::string(std::string_view(input->as_string()))});
    return {};
  }
  if (!input->is_array() || input->as_array().empty())
    return wrong("input", "expects a text or a list of items");
  std::size_t at = 0;
  for (const json::value& item : input->as_array()) TRY(read_item(item, place_in("input", at++), messages));
  return {};
}

Status read_tools(const json::object& body, ChatRequest& request) {
  TRY_ASSIGN(const json::array* tools, read_list(body, "tools"));
  for (std::size_t i = 0; tools != nullptr && i < tools->size(); ++i) {
    const json::object* tool = (*tools)[i].if_object();
    const std::string place = place_in("tools", i);
    if (tool == nullptr || text_or_empty(*tool, "type") != "function")
      return wrong(place, "only functions are served here");
    TRY_ASSIGN(ToolDefinition definition, read_function(*tool, place));
    request.tools.push_back(std::move(definition));
  }
  return read_tool_choice(body, request);
}

// As Chat Completions name them.
void read_parameters(const json::object& body, json::object& parameters) {
  if (const json::value* top_p = member(body, "top_p")) parameters["top_p"] = *top_p;
  if (const json::object* reasoning = object_of(body, "reasoning"))
    if (const json::value* effort = member(*reasoning, "effort")) parameters["reasoning_effort"] = *effort;
  const json::object* text = object_of(body, "text");
  const json::object* format = text == nullptr ? nullptr : object_of(*text, "format");
  if (format == nullptr || text_or_empty(*format, "type") == "text") return;
  json::object written{{"type", text_or_empty(*format, "type")}};
  if (text_or_empty(*format, "type") == "json_schema") {
    json::object schema = *format;
    schema.erase("type");
    written["json_schema"] = std::move(schema);
  }
  parameters["response_format"] = std::move(written);
}

}  // namespace

Result<ServedRequest> read_response_request(std::string_view text) {
  TRY_ASSIGN(const json::object body, read_body(text));
  for (const char* name : kNotServed)
    if (member(body, name) != nullptr)
      return wrong(name, "nothing is kept between two requests: send the whole conversation as input");
  if (const json::value* background = member(body, "background");
      background != nullptr && *background != false)
    return wrong("background", "is not served here");
  ServedRequest served;
  ChatRequest& request = served.request;
  TRY(read_text(body, "model", served.model));
  std::string instructions;
  TRY(read_text(body, "instructions", instructions));
  if (!instructions.empty())
    request.messages.push_back({.role = ChatRole::system, .text = std::move(instructions)});
  TRY(read_input(body, request.messages));
  TRY(read_tools(body, request));
  TRY(read_flag(body, "parallel_tool_calls", request.parallel_tools));
  TRY(read_count(body, "max_output_tokens", request.max_tokens));
  TRY(read_number(body, "temperature", request.temperature));
  TRY(read_text(body, "user", request.user));
  read_parameters(body, request.parameters);
  TRY(read_flag(body, "stream", served.stream));
  return served;
}

}  // namespace attendant::brain
