#include "tools/http/openapi.hpp"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "config/node.hpp"
#include "tools/http/yaml_json.hpp"
#include "tools/json_schema.hpp"

namespace attendant::tools::http {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> kMethods = {"get", "put", "post", "delete", "patch"};
constexpr std::size_t kMostOperations = 2000;

const json::object* object_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* list_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool flag_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

class Reader {
 public:
  explicit Reader(const json::object& root) : root_(root) {}

  OpenApi read(const json::object& paths) {
    read_server();
    for (const auto& [path, item] : paths)
      if (const auto* object = item.if_object()) read_path(path, *object);
    return std::move(api_);
  }

 private:
  // "#/components/schemas/Pharmacy", with ~1 and ~0 as in RFC 6901.
  const json::object* find(std::string_view reference) const {
    if (!reference.starts_with("#/")) return nullptr;
    const json::object* object = &root_;
    for (const auto step : split(reference.substr(2), '/')) {
      object = object_at(*object, replace_all(replace_all(step, "~1", "/"), "~0", "~"));
      if (object == nullptr) return nullptr;
    }
    return object;
  }

  // What stands at a place, or what it refers to.
  const json::object* followed(const json::value& value) const {
    const auto* object = value.if_object();
    for (int i = 0; object != nullptr && object->contains("$ref") && i < 8; ++i)
      object = find(text_at(*object, "$ref"));
    return object != nullptr && object->contains("$ref") ? nullptr : object;
  }

  void read_server() {
    const auto* servers = list_at(root_, "servers");
    const auto* first = servers == nullptr || servers->empty() ? nullptr : servers->front().if_object();
    if (first == nullptr) return;
    auto url = text_at(*first, "url");
    while (url.ends_with('/')) url.pop_back();
    if (!url.contains('{')) api_.server = std::move(url);
  }

  void read_path(std::string_view path, const json::object& item) {
    for (const auto method : kMethods) {
      const auto* described = object_at(item, method);
      if (described == nullptr) continue;
      Operation operation{.id = text_at(*described, "operationId"),
                          .method = std::string(method),
                          .path = std::string(path),
                          .summary = text_at(*described, "summary")};
      std::ranges::transform(operation.method, operation.method.begin(),
                             [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      if (operation.summary.empty()) operation.summary = text_at(*described, "description");
      const auto status = read_operation(operation, item, *described);
      const auto name = operation.id.empty() ? operation.method + " " + operation.path : operation.id;
      if (operation.id.empty())
        api_.left_out.push_back(name + ": has no operationId");
      else if (!status)
        api_.left_out.push_back(name + ": " + status.error().message);
      else if (api_.operations.size() < kMostOperations)
        api_.operations.push_back(std::move(operation));
    }
  }

  Status read_operation(Operation& operation, const json::object& item, const json::object& described) {
    // Those of the operation take the place of the path's.
    for (const auto* object : {&described, &item}) {
      const auto* parameters = list_at(*object, "parameters");
      if (parameters == nullptr) continue;
      for (const auto& parameter : *parameters) TRY(read_parameter(operation, parameter));
    }
    if (const auto* body = described.if_contains("requestBody")) TRY(read_body(operation, *body));
    return all_places_known(operation);
  }

  Status read_parameter(Operation& operation, const json::value& value) {
    const auto* described = followed(value);
    if (described == nullptr) return fail(ErrorCode::invalid, "a parameter refers to nothing in this file");
    const auto name = text_at(*described, "name");
    const auto place = text_at(*described, "in");
    if (has(operation, name)) return {};
    const bool required = flag_at(*described, "required") || place == "path";
    Parameter parameter;
    if (place == "path")
      parameter.place = Place::path;
    else if (place == "query")
      parameter.place = Place::query;
    else if (place == "header")
      parameter.place = Place::header;
    else
      return left_out(operation, required, fmt::format("parameter {}: in {} is not taken", name, place));
    const auto* schema = object_at(*described, "schema");
    if (schema == nullptr)
      return left_out(operation, required, fmt::format("parameter {}: has no schema", name));
    auto argument = argument_from_schema(name, *schema, finder(), Patterns::take);
    if (!argument) return left_out(operation, required, argument.error().message);
    parameter.argument = *std::move(argument);
    parameter.argument.required = required;
    if (const auto words = text_at(*described, "description"); !words.empty())
      parameter.argument.description = words;
    operation.parameters.push_back(std::move(parameter));
    return {};
  }

  Status read_body(Operation& operation, const json::value& value) {
    const auto* body = followed(value);
    const auto* content = body == nullptr ? nullptr : object_at(*body, "content");
    if (content == nullptr) return fail(ErrorCode::invalid, "its requestBody has no content");
    const auto* media = object_at(*content, "application/json");
    const bool required = flag_at(*body, "required");
    if (media == nullptr) {
      return left_out(operation, required, "its requestBody is not application/json");
    }
    const auto* schema = object_at(*media, "schema");
    if (schema == nullptr) return fail(ErrorCode::invalid, "its requestBody has no schema");
    TRY_ASSIGN(auto read, arguments_from_schema(*schema, finder(), Patterns::take));
    operation.has_body = true;
    for (auto& reason : read.left_out) api_.left_out.push_back(operation.id + ": " + reason);
    for (auto& argument : read.arguments) {
      if (has(operation, argument.name))
        return fail(ErrorCode::invalid,
                    fmt::format("{} is a parameter and a part of the body", argument.name));
      operation.parameters.push_back({std::move(argument), Place::body});
    }
    return {};
  }

  static Status all_places_known(const Operation& operation) {
    for (std::string_view rest = operation.path; rest.contains('{');) {
      const auto begin = rest.find('{');
      const auto end = rest.find('}', begin);
      if (end == std::string_view::npos) return fail(ErrorCode::invalid, "a { of its path is not closed");
      const auto name = rest.substr(begin + 1, end - begin - 1);
      if (!has(operation, name))
        return fail(ErrorCode::invalid, fmt::format("{{{}}} of its path is no parameter", name));
      rest.remove_prefix(end + 1);
    }
    return {};
  }

  // Optional ones go without it; required ones take the operation with them.
  Status left_out(const Operation& operation, bool required, const std::string& why) {
    if (required) return fail(ErrorCode::invalid, why);
    api_.left_out.push_back(operation.id + ": " + why);
    return {};
  }

  static bool has(const Operation& operation, std::string_view name) {
    return std::ranges::any_of(operation.parameters,
                               [name](const Parameter& one) { return one.argument.name == name; });
  }

  FindReference finder() const {
    return [this](std::string_view reference) { return find(reference); };
  }

  const json::object& root_;
  OpenApi api_;
};

Result<json::value> parse_text(std::string_view text, std::string_view name) {
  if (trim(text).starts_with('{')) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) return fail(ErrorCode::invalid, fmt::format("{}: not JSON: {}", name, error.message()));
    return value;
  }
  TRY_ASSIGN(const auto node, config::parse_yaml(text, name));
  return as_json(node);
}

}  // namespace

Result<OpenApi> parse_openapi(std::string_view text, std::string_view name) {
  TRY_ASSIGN(const json::value document, parse_text(text, name));
  const auto* root = document.if_object();
  const auto* version = root == nullptr ? nullptr : root->if_contains("openapi");
  const bool known = version != nullptr && version->is_string() &&
                     (version->get_string().starts_with("3.0") || version->get_string().starts_with("3.1"));
  if (!known) return fail(ErrorCode::invalid, fmt::format("{}: expects openapi: 3.0.x or 3.1.x", name));
  const auto* paths = object_at(*root, "paths");
  if (paths == nullptr) return fail(ErrorCode::invalid, fmt::format("{}: has no paths", name));
  return Reader(*root).read(*paths);
}

}  // namespace attendant::tools::http
