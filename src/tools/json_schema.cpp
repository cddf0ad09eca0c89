#include "tools/json_schema.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace attendant::tools {
namespace {

namespace json = boost::json;

constexpr int kMostReferences = 16;  // one after the other: a chain that is longer is a circle
constexpr std::size_t kMostArguments = 50;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestDescription = 500;
constexpr std::int64_t kMost = 9'007'199'254'740'991;  // 2^53 - 1: what JSON numbers hold exactly

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::array* list_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

std::unexpected<Error> wrong(std::string_view name, std::string_view what) {
  return fail(ErrorCode::invalid, fmt::format("argument {}: {}", name, what));
}

Result<const json::object*> followed(std::string_view name, const json::object* schema,
                                     const FindReference& find) {
  for (int i = 0; i < kMostReferences; ++i) {
    const auto reference = text_at(*schema, "$ref");
    if (reference.empty()) return schema;
    schema = find ? find(reference) : nullptr;
    if (schema == nullptr) return wrong(name, fmt::format("{} points to nothing in this file", reference));
  }
  return wrong(name, "its $ref goes round in a circle");
}

// Of several choices the one that is not "or null", which says only that the value may be left out; a schema
// without choices is itself.
Result<const json::object*> only_choice(std::string_view name, const json::object* schema) {
  for (const auto* key : {"anyOf", "oneOf"}) {
    const auto* choices = list_at(*schema, key);
    if (choices == nullptr) continue;
    const json::object* only = nullptr;
    for (const auto& choice : *choices) {
      const auto* object = choice.if_object();
      if (object == nullptr || text_at(*object, "type") == "null") continue;
      if (only != nullptr) return wrong(name, fmt::format("{} of several kinds is not taken", key));
      only = object;
    }
    if (only == nullptr) return wrong(name, fmt::format("{} has no choice", key));
    return only;
  }
  return schema;
}

// The schema that a value must keep to, behind references and choices, which may lead to one another.
Result<const json::object*> resolved(std::string_view name, const json::object* schema,
                                     const FindReference& find) {
  for (int i = 0; i < kMostReferences; ++i) {
    TRY_ASSIGN(const json::object* plain, followed(name, schema, find));
    TRY_ASSIGN(schema, only_choice(name, plain));
    if (schema != plain) continue;
    if (plain->contains("allOf")) return wrong(name, "allOf is not taken");
    return plain;
  }
  return wrong(name, "its choices go round in a circle");
}

std::string type_of(const json::object& schema) {
  if (const auto* types = list_at(schema, "type")) {
    std::string only;
    for (const auto& type : *types) {
      if (!type.is_string() || type.get_string() == "null") continue;
      if (!only.empty()) return "several types";
      only = std::string(type.get_string());
    }
    return only;
  }
  const auto type = text_at(schema, "type");
  return type.empty() && schema.contains("enum") ? "string" : type;
}

std::int64_t whole_at(const json::object& schema, std::string_view key, std::int64_t otherwise) {
  const auto* value = schema.if_contains(key);
  if (value == nullptr || !value->is_number()) return otherwise;
  const double number = value->to_number<double>();
  if (!std::isfinite(number)) return otherwise;
  return static_cast<std::int64_t>(
      std::clamp(number, -static_cast<double>(kMost), static_cast<double>(kMost)));
}

Status read_text(Argument& argument, const json::object& schema, Patterns patterns) {
  if (const auto* values = list_at(schema, "enum")) {
    for (const auto& value : *values) {
      if (value.is_null()) continue;
      if (!value.is_string()) return wrong(argument.name, "its enum holds something else than texts");
      argument.one_of.emplace_back(value.get_string());
    }
  }
  argument.longest = static_cast<std::size_t>(std::clamp<std::int64_t>(
      whole_at(schema, "maxLength", static_cast<std::int64_t>(argument.longest)), 0, 4000));
  argument.pattern = patterns == Patterns::take ? text_at(schema, "pattern") : "";
  if (argument.pattern.empty()) return {};
  // Ours match the whole text; JSON Schema's match anywhere in it.
  if (!argument.pattern.starts_with('^')) argument.pattern = ".*" + argument.pattern;
  if (!argument.pattern.ends_with('$')) argument.pattern += ".*";
  try {
    const std::regex check(argument.pattern);
  } catch (const std::regex_error&) {
    return wrong(argument.name, fmt::format("pattern {} is no ECMAScript expression", argument.pattern));
  }
  return {};
}

}  // namespace

Result<Argument> argument_from_schema(std::string name, const json::object& schema, const FindReference& find,
                                      Patterns patterns) {
  Argument argument;
  argument.name = std::move(name);
  if (argument.name.empty() || argument.name.size() > kLongestName)
    return wrong(argument.name.substr(0, 40), "a name has 1 to 64 bytes");
  argument.description = text_at(schema, "description").substr(0, kLongestDescription);
  TRY_ASSIGN(const json::object* plain, resolved(argument.name, &schema, find));
  if (argument.description.empty())
    argument.description = text_at(*plain, "description").substr(0, kLongestDescription);
  const auto type = type_of(*plain);
  if (type == "string") {
    TRY(read_text(argument, *plain, patterns));
  } else if (type == "integer" || type == "number") {
    argument.type = type == "integer" ? ArgumentType::integer : ArgumentType::number;
    argument.least = whole_at(*plain, "minimum", -kMost);
    argument.most = whole_at(*plain, "maximum", kMost);
  } else if (type == "boolean") {
    argument.type = ArgumentType::boolean;
  } else {
    return wrong(argument.name, fmt::format("a value of {} is not taken", type.empty() ? "any type" : type));
  }
  return argument;
}

Result<SchemaArguments> arguments_from_schema(const json::object& schema, const FindReference& find,
                                              Patterns patterns) {
  TRY_ASSIGN(const json::object* object, followed("(all)", &schema, find));
  const auto* value = object->if_contains("properties");
  const auto* properties = value == nullptr ? nullptr : value->if_object();
  SchemaArguments read;
  if (properties == nullptr) return read;
  const auto* required = list_at(*object, "required");
  for (const auto& [name, property] : *properties) {
    const bool needed =
        required != nullptr && std::ranges::find(*required, json::value(name)) != required->end();
    const auto* described = property.if_object();
    auto argument = described == nullptr
                        ? Result<Argument>(wrong(name, "is not described by an object"))
                        : argument_from_schema(std::string(name), *described, find, patterns);
    if (!argument && needed) return fail(std::move(argument).error());
    if (!argument) {
      read.left_out.push_back(argument.error().message);
      continue;
    }
    argument->required = needed;
    read.arguments.push_back(*std::move(argument));
    if (read.arguments.size() > kMostArguments)
      return fail(ErrorCode::invalid, fmt::format("more than {} arguments", kMostArguments));
  }
  return read;
}

}  // namespace attendant::tools
