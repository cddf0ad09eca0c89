#include "brain/model/json_fields.hpp"

#include <algorithm>

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostTokens = 100'000'000;

}  // namespace

const json::value* member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const json::object* object_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

bool text_of(const json::object& object, std::string_view name, std::string& text) {
  const json::value* value = member(object, name);
  if (value == nullptr) return true;
  if (!value->is_string()) return false;
  text = std::string_view(value->as_string());
  return true;
}

std::string_view text_or_empty(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return value->as_string();
}

std::int64_t token_count(const json::object& object, std::string_view name) {
  const json::value* value = member(object, name);
  if (value == nullptr || !value->is_int64()) return 0;
  return std::clamp<std::int64_t>(value->as_int64(), 0, kMostTokens);
}

}  // namespace attendant::brain
