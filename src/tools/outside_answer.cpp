#include "tools/outside_answer.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "tools/template.hpp"

namespace attendant::tools {
namespace {

namespace json = boost::json;

// A value for a sentence: on one line, and no longer than a sentence bears.
std::optional<std::string> spoken(const json::value& value) {
  auto text = as_text(value);
  if (!text || text->empty() || text->size() > kLongestValue) return std::nullopt;
  for (char& c : *text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
}

std::string known_value(const KnownCaller& caller, std::string_view name) {
  if (name == "identity.member_id") return caller.member_id;
  if (name == "identity.subscriber_id") return caller.subscriber_id;
  if (name == "identity.subject_id") return caller.subject_id;
  if (name == "identity.plan_id") return caller.plan_id;
  return name == "call.id" ? caller.call_id : std::string();
}

}  // namespace

Result<ToolAnswer> outside_answer(const ToolEntry& tool, const json::value& answered) {
  ToolAnswer answer{.outcome = Outcome::ok};
  if (tool.facts.empty()) {
    if (const auto* object = answered.if_object())
      answer.facts = *object;
    else
      answer.facts["answer"] = answered;
  } else {
    for (const std::string& path : tool.facts)
      if (const auto* value = value_at(answered, path)) answer.facts[path] = *value;
  }
  if (json::serialize(answer.facts).size() > kLargestFacts)
    return fail(ErrorCode::exhausted,
                fmt::format("{}: the answer is too large to keep; name the parts that matter in its facts",
                            tool.name));
  for (const std::string& sentence : tool.say) {
    auto said = fill(sentence, [&](std::string_view path) -> std::optional<std::string> {
      const auto* value = value_at(answered, path);
      return value == nullptr ? std::nullopt : spoken(*value);
    });
    if (said) answer.say.push_back(*std::move(said));
  }
  return answer;
}

Result<json::object> filled_arguments(const ToolEntry& tool, const OutsideCall& call) {
  json::object arguments = call.arguments;
  for (const auto& [name, text] : tool.fill) {
    const auto value = fill(text, [&](std::string_view place) -> std::optional<std::string> {
      auto known = known_value(call.caller, place);
      return known.empty() ? std::nullopt : std::optional(std::move(known));
    });
    if (!value) return fail(ErrorCode::refused, fmt::format("{} is not known of this caller", text));
    arguments[name] = *value;
  }
  return arguments;
}

}  // namespace attendant::tools
