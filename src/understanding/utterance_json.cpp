#include "understanding/utterance_json.hpp"

#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "understanding/json_lines.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;
namespace json = boost::json;

constexpr std::size_t kLongestText = 8192;

constexpr std::array kAll{Asked::open,    Asked::ask_member_id, Asked::ask_dob,
                          Asked::ask_zip, Asked::ask_claim,     Asked::ask_service,
                          Asked::confirm, Asked::anything_else, Asked::ask_phone};

// The slots by name, all but the amount.
using TextSlot = std::optional<std::string> Slots::*;
struct NamedSlot {
  std::string_view name;
  TextSlot member;
};
constexpr std::array<NamedSlot, 14> kTextSlots{{{"member_id", &Slots::member_id},
                                                {"claim_id", &Slots::claim_id},
                                                {"dob", &Slots::dob},
                                                {"service_date", &Slots::service_date},
                                                {"zip", &Slots::zip},
                                                {"phone", &Slots::phone},
                                                {"service", &Slots::service},
                                                {"provider", &Slots::provider},
                                                {"person", &Slots::person},
                                                {"relation", &Slots::relation},
                                                {"drug", &Slots::drug},
                                                {"language", &Slots::language},
                                                {"digits", &Slots::digits},
                                                {"date_phrase", &Slots::date_phrase}}};

Result<json::object> parse_object(std::string_view line) {
  boost::system::error_code error;
  json::value value = json::parse(line, error);
  if (error) return fail(ErrorCode::invalid, "not JSON: " + error.message());
  if (!value.is_object()) return fail(ErrorCode::invalid, "a line holds one JSON object");
  return std::move(value.as_object());
}

Result<std::string> text_of(const json::object& object, std::string_view key, bool required) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) {
    if (required) return fail(ErrorCode::invalid, fmt::format("\"{}\" is missing", key));
    return std::string();
  }
  if (!value->is_string()) return fail(ErrorCode::invalid, fmt::format("\"{}\" must be a string", key));
  return std::string(value->as_string());
}

Result<Utterance> utterance_from(const json::object& object) {
  Utterance said;
  TRY_ASSIGN(said.id, text_of(object, "id", false));
  TRY_ASSIGN(said.author, text_of(object, "author", false));
  TRY_ASSIGN(said.text, text_of(object, "text", true));
  if (said.text.size() > kLongestText)
    return fail(ErrorCode::invalid, fmt::format("\"text\" is longer than {} bytes", kLongestText));
  TRY_ASSIGN(const std::string context, text_of(object, "context", false));
  if (!context.empty()) {
    const auto asked = asked_from(context);
    if (!asked) return fail(ErrorCode::invalid, fmt::format("\"context\" is no context: \"{}\"", context));
    said.asked = *asked;
  }
  return said;
}

Result<std::vector<Intent>> intents_from(const json::value& value) {
  if (!value.is_array()) return fail(ErrorCode::invalid, "\"intents\" must be an array of intents");
  std::vector<Intent> intents;
  for (const json::value& item : value.as_array()) {
    const auto intent = item.is_string() ? intent_from(item.as_string()) : std::nullopt;
    if (!intent) return fail(ErrorCode::invalid, "no intent: " + json::serialize(item));
    intents.push_back(*intent);
  }
  if (intents.empty()) return fail(ErrorCode::invalid, "\"intents\" is empty");
  return intents;
}

Result<Slots> slots_from(const json::value& value) {
  if (!value.is_object()) return fail(ErrorCode::invalid, "\"slots\" must be an object");
  Slots slots;
  for (const auto& [key, item] : value.as_object()) {
    if (key == "amount") {
      if (!item.is_int64()) return fail(ErrorCode::invalid, "\"amount\" must be whole cents");
      slots.amount = item.as_int64();
      continue;
    }
    const auto* const slot = std::ranges::find(kTextSlots, std::string_view(key), &NamedSlot::name);
    if (slot == kTextSlots.end() || !item.is_string())
      return fail(ErrorCode::invalid, fmt::format("no slot: \"{}\"", std::string_view(key)));
    slots.*(slot->member) = std::string(item.as_string());
  }
  return slots;
}

}  // namespace

std::optional<Asked> asked_from(std::string_view name) {
  for (const Asked asked : kAll) {
    if (conversation::to_string(asked) == name) return asked;
  }
  return std::nullopt;
}

Result<Utterance> utterance_from_json(std::string_view line) {
  TRY_ASSIGN(const json::object object, parse_object(line));
  return utterance_from(object);
}

Result<LabelledUtterance> labelled_from_json(std::string_view line) {
  TRY_ASSIGN(const json::object object, parse_object(line));
  LabelledUtterance out;
  TRY_ASSIGN(out.said, utterance_from(object));
  const json::value* intents = object.if_contains("intents");
  if (intents == nullptr) return fail(ErrorCode::invalid, "\"intents\" is missing");
  TRY_ASSIGN(out.intents, intents_from(*intents));
  if (const json::value* also = object.if_contains("also")) {
    if (!also->is_array()) return fail(ErrorCode::invalid, "\"also\" must be an array of intent lists");
    for (const json::value& list : also->as_array()) {
      TRY_ASSIGN(auto further, intents_from(list));
      out.also.push_back(std::move(further));
    }
  }
  if (const json::value* slots = object.if_contains("slots")) {
    TRY_ASSIGN(out.slots, slots_from(*slots));
  }
  return out;
}

Result<std::vector<LabelledUtterance>> labelled_from_lines(std::string_view lines) {
  return from_lines<LabelledUtterance>(lines, labelled_from_json);
}

std::string to_json_line(const Utterance& said, const Understanding& understood) {
  json::object line;
  line["id"] = said.id;
  json::array intents;
  for (const Intent intent : understood.intents) intents.emplace_back(to_string(intent));
  line["intents"] = std::move(intents);
  json::object slots;
  for (const NamedSlot& slot : kTextSlots) {
    if (const auto& value = understood.slots.*(slot.member)) slots[slot.name] = *value;
  }
  if (understood.slots.amount) slots["amount"] = *understood.slots.amount;
  line["slots"] = std::move(slots);
  return json::serialize(line);
}

}  // namespace attendant::understanding
