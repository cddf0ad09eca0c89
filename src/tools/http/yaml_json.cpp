#include "tools/http/yaml_json.hpp"

#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/text.hpp"

namespace attendant::tools::http {
namespace {

namespace json = boost::json;

// A plain null is none of these: what says "null" here stood in quotes, as a type of JSON Schema does.
json::value scalar(const std::string& text) {
  if (text == "true" || text == "True") return true;
  if (text == "false" || text == "False") return false;
  if (const auto whole = parse_integer(text)) return *whole;
  double number = 0;
  const auto* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, number); read.ec == std::errc() && read.ptr == end)
    return number;
  return json::string(text);
}

}  // namespace

json::value as_json(const config::Node& node) {
  switch (node.kind) {
    case config::Node::Kind::null:
      return nullptr;
    case config::Node::Kind::scalar:
      return scalar(node.scalar);
    case config::Node::Kind::list: {
      json::array list;
      for (const auto& item : node.list) list.push_back(as_json(item));
      return list;
    }
    case config::Node::Kind::map: {
      json::object object;
      for (const auto& entry : node.map) object[entry.key] = as_json(entry.value);
      return object;
    }
  }
  return nullptr;
}

}  // namespace attendant::tools::http
