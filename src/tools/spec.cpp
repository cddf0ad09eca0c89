#include "tools/spec.hpp"

#include <algorithm>
#include <regex>

#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace attendant::tools {
namespace {

std::string_view type_name(ArgumentType type) {
  switch (type) {
    case ArgumentType::text:
      return "string";
    case ArgumentType::integer:
      return "integer";
    case ArgumentType::number:
      return "number";
    case ArgumentType::boolean:
      return "boolean";
  }
  return "";
}

std::string_view level_name(conversation::AuthLevel level) {
  switch (level) {
    case conversation::AuthLevel::none:
      return "none";
    case conversation::AuthLevel::member:
      return "member";
    case conversation::AuthLevel::member_zip:
      return "member_zip";
  }
  return "";
}

std::unexpected<Error> unfit(const Argument& argument, std::string_view why) {
  return fail(ErrorCode::invalid, fmt::format("argument {}: {}", argument.name, why));
}

Status check_text(const Argument& argument, const boost::json::value& value) {
  const auto* text = value.if_string();
  if (text == nullptr) return unfit(argument, "expected text");
  const std::string_view view(text->data(), text->size());
  if (view.size() > argument.longest)
    return unfit(argument, fmt::format("longer than {} bytes", argument.longest));
  if (!argument.one_of.empty() && std::ranges::find(argument.one_of, view) == argument.one_of.end()) {
    return unfit(argument, "not one of the allowed values");
  }
  if (!argument.pattern.empty() &&
      !std::regex_match(view.begin(), view.end(), std::regex(argument.pattern))) {
    return unfit(argument, "has not the form " + argument.pattern);
  }
  return {};
}

Status check_integer(const Argument& argument, const boost::json::value& value) {
  if (!value.is_int64()) return unfit(argument, "expected a whole number");
  if (value.get_int64() < argument.least || value.get_int64() > argument.most) {
    return unfit(argument, fmt::format("not from {} to {}", argument.least, argument.most));
  }
  return {};
}

Status check_number(const Argument& argument, const boost::json::value& value) {
  if (!value.is_number()) return unfit(argument, "expected a number");
  const auto number = value.to_number<double>();
  if (number < static_cast<double>(argument.least) || number > static_cast<double>(argument.most))
    return unfit(argument, fmt::format("not from {} to {}", argument.least, argument.most));
  return {};
}

Status check(const Argument& argument, const boost::json::value& value) {
  switch (argument.type) {
    case ArgumentType::text:
      return check_text(argument, value);
    case ArgumentType::integer:
      return check_integer(argument, value);
    case ArgumentType::number:
      return check_number(argument, value);
    case ArgumentType::boolean:
      if (!value.is_bool()) return unfit(argument, "expected true or false");
      return {};
  }
  return {};
}

}  // namespace

boost::json::object argument_schema(const ToolSpec& spec) {
  boost::json::object properties;
  boost::json::array required;
  for (const Argument& argument : spec.arguments) {
    boost::json::object property{{"type", type_name(argument.type)}, {"description", argument.description}};
    if (!argument.pattern.empty()) property["pattern"] = "^" + argument.pattern + "$";
    if (!argument.one_of.empty()) {
      boost::json::array values;
      for (const std::string& value : argument.one_of) values.emplace_back(value);
      property["enum"] = std::move(values);
    }
    if (argument.type == ArgumentType::text) property["maxLength"] = argument.longest;
    if (argument.type == ArgumentType::integer || argument.type == ArgumentType::number) {
      property["minimum"] = argument.least;
      property["maximum"] = argument.most;
    }
    properties[argument.name] = std::move(property);
    if (argument.required) required.emplace_back(argument.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Status validate(const ToolSpec& spec, const boost::json::object& arguments) {
  for (const auto& [name, value] : arguments) {
    const auto argument = std::ranges::find(spec.arguments, std::string_view(name), &Argument::name);
    if (argument == spec.arguments.end()) {
      return fail(ErrorCode::invalid, fmt::format("argument {}: {} takes no such argument",
                                                  std::string_view(name).substr(0, 40), spec.name));
    }
    TRY(check(*argument, value));
  }
  for (const Argument& argument : spec.arguments) {
    if (argument.required && !arguments.contains(argument.name)) return unfit(argument, "is missing");
  }
  return {};
}

bool cancelled_on_interrupt(const ToolSpec& spec, const agents::ToolUse* use) {
  return spec.on_interrupt == OnInterrupt::cancel &&
         (use == nullptr || use->on_interrupt != agents::OnInterrupt::finish);
}

const ToolSpec* Catalogue::find(std::string_view name) const {
  const auto found = std::ranges::find(specs_, name, &ToolSpec::name);
  return found == specs_.end() ? nullptr : &*found;
}

Result<Catalogue> Catalogue::with(std::vector<ToolSpec> specs) const {
  Catalogue more = *this;
  for (ToolSpec& spec : specs) {
    if (more.find(spec.name) != nullptr)
      return fail(ErrorCode::conflict, fmt::format("tool {}: there is one of this name already", spec.name));
    more.specs_.push_back(std::move(spec));
  }
  return more;
}

boost::json::array Catalogue::describe() const {
  boost::json::array list;
  for (const ToolSpec& spec : specs_) {
    list.push_back(
        {{"name", spec.name},
         {"description", spec.description},
         {"parameters", argument_schema(spec)},
         {"auth_level", level_name(spec.level)},
         {"access", spec.access == Access::read ? "read" : "write"},
         {"confirmation", spec.confirmation},
         {"idempotency_key", spec.access == Access::read ? "" : "call id, tool name and arguments"},
         {"timeout_ms", spec.timeout.count()},
         {"filler", spec.filler},
         {"on_interrupt", spec.on_interrupt == OnInterrupt::finish ? "finish" : "cancel"}});
  }
  return list;
}

}  // namespace attendant::tools
