#include "agents/schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/json/array.hpp>

#include "agents/bind.hpp"

namespace attendant::agents {
namespace {

namespace json = boost::json;
using config::Form;

struct Required {
  std::string_view section;  // the path of the keys above; "" is the file itself
  std::string_view key;
};
constexpr std::array<Required, 3> kRequired{{{"", "id"}, {"tools", "name"}, {"hand_overs", "to"}}};

// Three digits after the point are all that a limit has: 0.2F is 0.2, and not 0.200000003.
double plain(float number) { return std::round(static_cast<double>(number) * 1000.0) / 1000.0; }

json::object value_schema(const Form& form) {
  switch (form.kind) {
    case Form::Kind::text:
    case Form::Kind::written:
      return {{"type", "string"}};
    case Form::Kind::whole:
      return {{"type", "integer"}, {"minimum", form.limits.least}, {"maximum", form.limits.most}};
    case Form::Kind::number:
      return {{"type", "number"}, {"minimum", plain(form.range.least)}, {"maximum", plain(form.range.most)}};
    case Form::Kind::yes_no:
      return {{"type", "boolean"}};
    case Form::Kind::time:
      return {{"type", "string"}, {"pattern", "^[0-9]+ ?(ms|s|min|h)$"}};
    case Form::Kind::choice: {
      json::array names;
      for (const auto name : form.names) names.emplace_back(name);
      return {{"enum", std::move(names)}};
    }
  }
  return {};
}

class SchemaWriter final : public config::Fields {
 public:
  explicit SchemaWriter(std::string path) : path_(std::move(path)) {}

  void scalar(std::string_view key, const config::Scalar& value, std::string_view help) override {
    put(key, value_schema(value.form), help);
  }
  void section(std::string_view key, const Bind& bind, std::string_view help) override {
    SchemaWriter inner(inside(key));
    bind(inner);
    put(key, inner.take(), help);
  }
  void scalars(std::string_view key, const config::List& list, std::string_view help) override {
    list.resize(1);
    put(key, {{"type", "array"}, {"items", value_schema(list.item(0).form)}}, help);
  }
  void named_texts(std::string_view key, config::NamedTexts&, const config::Check&,
                   std::string_view help) override {
    put(key, {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}, help);
  }
  void sections(std::string_view key, std::size_t, const std::function<void(std::size_t)>& resize,
                const BindItem& bind, std::string_view help) override {
    resize(1);
    SchemaWriter inner(inside(key));
    bind(inner, 0);
    put(key, {{"type", "array"}, {"items", inner.take()}}, help);
  }

  json::object take() {
    json::object schema{{"type", "object"}, {"properties", std::move(properties_)}};
    json::array required;
    for (const auto& one : kRequired)
      if (one.section == path_) required.emplace_back(one.key);
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
  }

 private:
  std::string inside(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }
  void put(std::string_view key, json::object schema, std::string_view help) {
    if (!help.empty()) schema["description"] = help;
    properties_[key] = std::move(schema);
  }

  const std::string path_;
  json::object properties_;
};

}  // namespace

json::object agent_schema() {
  Agent agent;
  SchemaWriter writer("");
  bind(writer, agent);
  json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "An agent of Attendant"},
                      {"description", "agents/*.yaml; docs/writing-an-agent.md"}};
  for (auto& member : writer.take()) schema[member.key()] = std::move(member.value());
  return schema;
}

}  // namespace attendant::agents
