#include "brain/model/local/tools_in_words.hpp"

#include <algorithm>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "brain/model/local/control_marks.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::string_view kForm =
    "Tools. To use one, answer with nothing but one JSON object of this form, then stop:\n"
    "{\"tool\":\"NAME\",\"arguments\":{}}\n"
    "The result comes back as \"[result of NAME]\". Otherwise answer in plain words.\n";

std::string_view text_of(const json::object& schema, std::string_view key) {
  const json::value* value = schema.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

bool is_required(const json::object& schema, std::string_view name) {
  const json::value* required = schema.if_contains("required");
  return required != nullptr && required->is_array() &&
         std::ranges::any_of(required->get_array(), [&](const json::value& item) {
           return item.is_string() && item.get_string() == name;
         });
}

// "string", "a|b|c": what may stand there.
std::string kind_of(const json::object& schema) {
  std::string kind;
  if (const json::value* choices = schema.if_contains("enum"); choices != nullptr && choices->is_array()) {
    for (const auto& choice : choices->get_array())
      kind += (kind.empty() ? "" : "|") +
              (choice.is_string() ? std::string(choice.get_string()) : json::serialize(choice));
    return kind;
  }
  const auto type = text_of(schema, "type");
  return std::string(type.empty() ? "text" : type);
}

// `claim_id: string (as printed on the letter)`, `year?: integer`.
std::string arguments_in_words(const json::object& parameters) {
  const json::value* properties = parameters.if_contains("properties");
  if (properties == nullptr || !properties->is_object()) return {};
  std::string words;
  for (const auto& [name, value] : properties->get_object()) {
    if (!value.is_object()) continue;
    const auto& schema = value.get_object();
    words += fmt::format("{}{}{}: {}", words.empty() ? "" : ", ", std::string_view(name),
                         is_required(parameters, name) ? "" : "?", kind_of(schema));
    if (const auto about = text_of(schema, "description"); !about.empty())
      words += fmt::format(" ({})", about);
  }
  return words;
}

}  // namespace

std::string tools_in_words(const ChatRequest& request) {
  const bool one = !request.only_tool.empty();
  if (request.tools.empty() || (request.tool_use == ToolUse::none && !one)) return {};
  std::string words(kForm);
  if (one)
    words += fmt::format("Now use {}.\n", without_control_marks(request.only_tool));
  else if (request.tool_use == ToolUse::required)
    words += "Now use one of them.\n";
  for (const auto& tool : request.tools)
    words += without_control_marks(
        fmt::format("- {}({}): {}\n", tool.name, arguments_in_words(tool.parameters), tool.description));
  words.pop_back();
  return words;
}

}  // namespace attendant::brain
