#include "brain/tool_view.hpp"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include "guard/injection_screen.hpp"

namespace attendant::brain {
namespace {

// Facts whose text names somebody or some place.
void know_names(const boost::json::value& facts, guard::Placeholders& hidden) {
  struct Known {
    std::string_view key, kind;
  };
  static constexpr std::array kKnown = {
      Known{"given_name", "name"}, Known{"name", "provider"}, Known{"provider", "provider"},
      Known{"person", "name"},     Known{"phone", "phone"},   Known{"address", "address"},
      Known{"email", "email"},     Known{"city", "address"},  Known{"reference", "reference"}};
  if (const auto* list = facts.if_array()) {
    for (const auto& item : *list) know_names(item, hidden);
  } else if (const auto* object = facts.if_object()) {
    for (const auto& [key, value] : *object) {
      const auto known = std::ranges::find(kKnown, std::string_view(key), &Known::key);
      if (known != kKnown.end() && value.is_string())
        hidden.know(known->kind, std::string_view(value.get_string()));
      else
        know_names(value, hidden);
    }
  }
}

std::string_view what_to_do(const ToolAnswer& answer) {
  if (answer.outcome == Outcome::needs_identity && answer.need == "member_zip")
    return "ask for the ZIP code (and member ID and date of birth, if not verified yet), verify, call again";
  if (answer.outcome == Outcome::needs_identity)
    return "ask for the member ID and the date of birth, call verify_member, then call again";
  if (answer.need == "confirm") return "was read back; it is carried out when the caller says yes; wait";
  return "";
}

}  // namespace

ToolView view_of(const ToolAnswer& answer, agents::DataToModel data, bool screened,
                 guard::Placeholders& tokens) {
  using agents::DataToModel;
  ToolView view;
  boost::json::object shown{{"outcome", to_string(answer.outcome)}};
  if (data == DataToModel::masked) know_names(answer.facts, tokens);
  view.clean = screened ? guard::screen(answer, view.found) : answer;
  const auto shown_text = [&](const std::string& text) {
    return data == DataToModel::everything ? text : tokens.hide(text);
  };
  boost::json::array say;
  for (const auto& sentence : view.clean.say) say.emplace_back(shown_text(sentence));
  if (!answer.need.empty()) shown["need"] = answer.need;
  if (const auto next = what_to_do(answer); !next.empty()) shown["next"] = next;
  if (data != DataToModel::nothing) {
    if (!say.empty()) shown["say"] = std::move(say);
    boost::json::array options;
    for (const auto& option : view.clean.options)
      options.push_back({{"id", shown_text(option.id)}, {"say", shown_text(option.say)}});
    if (!options.empty()) shown["options"] = std::move(options);
  } else if (!say.empty()) {
    shown["told"] = "the caller hears the answer itself";
  }
  if (data == DataToModel::everything && !answer.facts.empty()) shown["facts"] = view.clean.facts;
  view.text = boost::json::serialize(shown);
  return view;
}

}  // namespace attendant::brain
