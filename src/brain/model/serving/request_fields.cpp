#include "brain/model/serving/request_fields.hpp"

#include <algorithm>
#include <limits>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "brain/model/json_fields.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr int kDeepest = 32;  // levels of a body; a schema of a tool has a dozen

}  // namespace

std::unexpected<Error> wrong(std::string_view place, std::string_view what) {
  return fail(ErrorCode::invalid, fmt::format("{}: {}", place, what));
}

std::string place_in(std::string_view list, std::size_t index) { return fmt::format("{}[{}]", list, index); }

Result<json::object> read_body(std::string_view body) {
  boost::system::error_code failure;
  json::parse_options options;
  options.max_depth = kDeepest;
  json::value value = json::parse(body, failure, {}, options);
  if (failure) return wrong("body", "is no JSON");
  if (!value.is_object()) return wrong("body", "expects an object");
  return std::move(value.as_object());
}

Status read_text(const json::object& object, std::string_view name, std::string& target) {
  if (!text_of(object, name, target)) return wrong(name, "expects a text");
  return {};
}

Status read_flag(const json::object& object, std::string_view name, bool& target) {
  const json::value* value = member(object, name);
  if (value == nullptr) return {};
  if (!value->is_bool()) return wrong(name, "expects true or false");
  target = value->as_bool();
  return {};
}

Status read_count(const json::object& object, std::string_view name, int& target) {
  const json::value* value = member(object, name);
  if (value == nullptr) return {};
  if (!value->is_int64() || value->as_int64() < 1 || value->as_int64() > std::numeric_limits<int>::max())
    return wrong(name, "expects a whole number from 1");
  target = static_cast<int>(value->as_int64());
  return {};
}

Status read_number(const json::object& object, std::string_view name, std::optional<double>& target) {
  const json::value* value = member(object, name);
  if (value == nullptr) return {};
  if (!value->is_number()) return wrong(name, "expects a number");
  target = value->to_number<double>();
  return {};
}

Result<const json::array*> read_list(const json::object& object, std::string_view name) {
  const json::value* value = member(object, name);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) return wrong(name, "expects a list");
  return &value->as_array();
}

Result<std::string> read_content(const json::value& content, std::string_view place,
                                 std::initializer_list<std::string_view> types) {
  if (content.is_null()) return std::string();
  if (content.is_string()) return std::string(std::string_view(content.as_string()));
  if (!content.is_array()) return wrong(place, "expects a text or a list of parts");
  std::string joined;
  std::size_t at = 0;
  for (const json::value& part : content.as_array()) {
    const std::string where = place_in(place, at++);
    const json::object* object = part.if_object();
    const std::string_view type = object == nullptr ? std::string_view() : text_or_empty(*object, "type");
    if (std::ranges::find(types, type) == types.end())
      return wrong(where, "only parts of text are served here");
    joined += text_or_empty(*object, type == "refusal" ? "refusal" : "text");
  }
  return joined;
}

Result<ToolDefinition> read_function(const json::object& function, std::string_view place) {
  ToolDefinition tool;
  if (auto read = read_text(function, "name", tool.name); !read) return fail(read.error().in(place));
  if (auto read = read_text(function, "description", tool.description); !read)
    return fail(read.error().in(place));
  if (tool.name.empty()) return wrong(place, "a function needs a name");
  if (const json::object* parameters = object_of(function, "parameters")) tool.parameters = *parameters;
  return tool;
}

Status read_tool_choice(const json::object& body, ChatRequest& request) {
  const json::value* choice = member(body, "tool_choice");
  if (choice == nullptr || *choice == "auto") return {};
  if (*choice == "none") {
    request.tool_use = ToolUse::none;
  } else if (*choice == "required") {
    request.tool_use = ToolUse::required;
  } else if (const json::object* object = choice->if_object()) {
    const json::object* function = object_of(*object, "function");
    request.only_tool = text_or_empty(function == nullptr ? *object : *function, "name");
    if (request.only_tool.empty()) return wrong("tool_choice", "only functions can be chosen here");
  } else {
    return wrong("tool_choice", "expects auto, none, required or a function");
  }
  return {};
}

Result<ChatRole> read_role(const json::object& message, std::string_view place) {
  const std::string_view role = text_or_empty(message, "role");
  if (role == "system" || role == "developer") return ChatRole::system;
  if (role == "user") return ChatRole::user;
  if (role == "assistant") return ChatRole::assistant;
  if (role == "tool") return ChatRole::tool;
  return wrong(place, "role: expects system, developer, user, assistant or tool");
}

}  // namespace attendant::brain
