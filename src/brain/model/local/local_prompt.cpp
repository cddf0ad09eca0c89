#include "brain/model/local/local_prompt.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "brain/model/local/control_marks.hpp"
#include "brain/model/local/tools_in_words.hpp"

namespace attendant::brain {
namespace {

std::string written(const ToolCall& call) {
  return fmt::format(R"({{"tool":{},"arguments":{}}})",
                     boost::json::serialize(boost::json::value(std::string_view(call.name))),
                     call.arguments.empty() ? "{}" : call.arguments);
}

std::string_view name_of(const std::vector<ChatMessage>& messages, const std::string& call_id) {
  for (const auto& message : messages)
    for (const auto& call : message.tool_calls)
      if (call.id == call_id) return call.name;
  return "a tool";
}

void append(std::string& text, std::string_view more) {
  if (!text.empty() && !more.empty()) text += '\n';
  text += more;
}

std::string shown(const ChatMessage& message, const std::vector<ChatMessage>& messages) {
  auto text = without_control_marks(message.text);
  for (const auto& call : message.tool_calls) append(text, without_control_marks(written(call)));
  if (message.role == ChatRole::tool)
    return fmt::format("[result of {}] {}", without_control_marks(name_of(messages, message.tool_call_id)),
                       text);
  return text;
}

}  // namespace

std::vector<ChatTurn> chat_turns(const ChatRequest& request) {
  std::string system;
  std::vector<ChatTurn> turns;
  for (const auto& message : request.messages) {
    auto text = shown(message, request.messages);
    if (message.role == ChatRole::system) {
      append(system, text);
      continue;
    }
    const auto role = message.role == ChatRole::assistant ? ChatRole::assistant : ChatRole::user;
    if (turns.empty() && role == ChatRole::assistant)
      turns.push_back({.role = ChatRole::user, .text = "[the call begins]"});
    if (!turns.empty() && turns.back().role == role)
      append(turns.back().text, text);
    else
      turns.push_back({.role = role, .text = std::move(text)});
  }
  append(system, tools_in_words(request));
  if (!system.empty()) turns.insert(turns.begin(), {.role = ChatRole::system, .text = std::move(system)});
  return turns;
}

}  // namespace attendant::brain
