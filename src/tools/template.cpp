#include "tools/template.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::tools {

Result<std::vector<std::string>> places_of(std::string_view sentence) {
  std::vector<std::string> names;
  for (std::size_t at = sentence.find('{'); at != std::string_view::npos; at = sentence.find('{', at)) {
    const auto end = sentence.find('}', at);
    if (end == std::string_view::npos) return fail(ErrorCode::invalid, "a { is not closed");
    const auto name = sentence.substr(at + 1, end - at - 1);
    if (name.empty() || name.find('{') != std::string_view::npos)
      return fail(ErrorCode::invalid, fmt::format("{{{}}} is no name of a value", name));
    names.emplace_back(name);
    at = end;
  }
  return names;
}

std::optional<std::string> fill(std::string_view sentence, const Values& values) {
  std::string filled;
  while (true) {
    const auto begin = sentence.find('{');
    const auto end = begin == std::string_view::npos ? begin : sentence.find('}', begin);
    if (end == std::string_view::npos) return filled + std::string(sentence);
    auto value = values(sentence.substr(begin + 1, end - begin - 1));
    if (!value) return std::nullopt;
    filled += sentence.substr(0, begin);
    filled += *value;
    sentence.remove_prefix(end + 1);
  }
}

const boost::json::value* value_at(const boost::json::value& root, std::string_view path) {
  const auto* value = &root;
  for (const auto step : split(path, '.')) {
    if (const auto* object = value->if_object()) {
      value = object->if_contains(step);
    } else if (const auto* list = value->if_array()) {
      const auto position = parse_integer(step);
      const bool there = position && *position >= 0 && static_cast<std::size_t>(*position) < list->size();
      value = there ? &(*list)[static_cast<std::size_t>(*position)] : nullptr;
    } else {
      value = nullptr;
    }
    if (value == nullptr) return nullptr;
  }
  return value;
}

std::optional<std::string> as_text(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number() || value.is_bool()) return boost::json::serialize(value);
  return std::nullopt;
}

}  // namespace attendant::tools
