#include "base/tool_answer.hpp"

#include <array>

#include <boost/json/array.hpp>

namespace attendant {
namespace {

constexpr std::array kOutcomes = {
    Outcome::ok,      Outcome::need,   Outcome::not_found, Outcome::needs_identity,
    Outcome::refused, Outcome::failed, Outcome::cancelled};

std::string text_at(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "ok";
    case Outcome::need:
      return "need";
    case Outcome::not_found:
      return "not_found";
    case Outcome::needs_identity:
      return "needs_identity";
    case Outcome::refused:
      return "refused";
    case Outcome::failed:
      return "failed";
    case Outcome::cancelled:
      return "cancelled";
  }
  return "failed";
}

boost::json::object to_json(const ToolAnswer& answer) {
  boost::json::object object{{"outcome", to_string(answer.outcome)}};
  if (!answer.say.empty()) object["say"] = boost::json::array(answer.say.begin(), answer.say.end());
  if (!answer.facts.empty()) object["facts"] = answer.facts;
  if (!answer.need.empty()) object["need"] = answer.need;
  if (!answer.options.empty()) {
    boost::json::array options;
    for (const auto& option : answer.options) options.push_back({{"id", option.id}, {"say", option.say}});
    object["options"] = std::move(options);
  }
  return object;
}

Result<ToolAnswer> tool_answer_from_json(const boost::json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return fail(ErrorCode::invalid, "a tool answer must be a JSON object");
  ToolAnswer answer;
  const auto outcome = text_at(*object, "outcome");
  bool known = false;
  for (const auto candidate : kOutcomes) {
    if (outcome != to_string(candidate)) continue;
    answer.outcome = candidate;
    known = true;
  }
  if (!known) return fail(ErrorCode::invalid, "a tool answer has no outcome of ours: \"" + outcome + "\"");
  if (const auto* say = object->if_contains("say"); say != nullptr && say->is_array()) {
    for (const auto& sentence : say->get_array())
      if (sentence.is_string()) answer.say.emplace_back(sentence.get_string());
  }
  if (const auto* facts = object->if_contains("facts"); facts != nullptr && facts->is_object())
    answer.facts = facts->get_object();
  answer.need = text_at(*object, "need");
  if (const auto* options = object->if_contains("options"); options != nullptr && options->is_array()) {
    for (const auto& option : options->get_array())
      if (option.is_object())
        answer.options.push_back({text_at(option.get_object(), "id"), text_at(option.get_object(), "say")});
  }
  return answer;
}

}  // namespace attendant
