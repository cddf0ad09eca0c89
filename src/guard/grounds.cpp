#include "guard/grounds.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::guard {
namespace {

constexpr std::size_t kMostGrounds = 64;        // tool answers that are kept
constexpr std::size_t kMostCallerValues = 200;  // of the newest turns
constexpr std::size_t kFewestTailDigits = 3;    // "ending in 601"

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

Value number_value(std::int64_t number) {
  return {.kind = ValueKind::number, .number = number, .text = std::to_string(number)};
}

// Of a number only its digits count: it may be longer than any std::int64_t, and what is said is never -1.
Value digits_value(std::string digits) {
  return {.kind = ValueKind::number, .number = -1, .text = std::move(digits)};
}

// Without its sign; a tool may tell the least number, which has none.
std::uint64_t size_of(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? 0U - bits : bits;
}

bool date_fits(const Value& known, const Value& said) {
  return (said.year == 0 || said.year == known.year) && (said.month == 0 || said.month == known.month) &&
         (said.day == 0 || said.day == known.day);
}

// Whether what is known tells what is said.
bool fits(const Value& known, const Value& said) {
  const auto digits = digits_of(said.text);
  switch (said.kind) {
    case ValueKind::amount:
      return known.kind == ValueKind::amount && size_of(known.number) == size_of(said.number);
    case ValueKind::date:
      return known.kind == ValueKind::date && date_fits(known, said);
    case ValueKind::day:
    case ValueKind::link:
      return known.kind == said.kind && known.text == said.text;
    case ValueKind::id:
      return (known.kind == ValueKind::id && known.text == said.text) ||
             (known.kind == ValueKind::number && known.text == digits && digits.size() >= kFewestTailDigits);
    case ValueKind::number:
      if (known.kind == ValueKind::number && (known.number == said.number || known.text == said.text))
        return true;
      if (known.kind == ValueKind::date && digits.size() == 4) return known.year == said.number;
      // The end of an id or of a telephone number.
      return digits.size() >= kFewestTailDigits && known.kind != ValueKind::amount &&
             digits_of(known.text).ends_with(digits);
  }
  return false;
}

void collect(const boost::json::value& value, std::string_view key, std::vector<Value>& values,
             std::vector<StateSaid>& states, std::string& words) {
  if (const auto* text = value.if_string()) {
    for (auto& found : values_in(*text)) values.push_back(std::move(found));
    if (all_digits(*text)) values.push_back(digits_value(std::string(*text)));
    for (const auto& mention : states_in(*text)) states.push_back(mention.said);
    words += lower(*text) + ' ';
  } else if (const auto* huge = value.if_uint64()) {
    // JSON's numbers are such when they are no std::int64_t: too large for a sum, but they may be an id.
    values.push_back(digits_value(std::to_string(*huge)));
  } else if (const auto* whole = value.if_int64()) {
    const auto number = *whole;
    if (key.ends_with("_cents")) {
      values.push_back({.kind = ValueKind::amount, .number = number, .text = {}});
    } else {
      values.push_back(number_value(number));
    }
  } else if (value.is_bool()) {
    for (const auto& mention : states_in(replace_all(key, "_", " ")))
      states.push_back({.state = mention.said.state, .negated = mention.said.negated == value.get_bool()});
  } else if (const auto* list = value.if_array()) {
    values.push_back(number_value(static_cast<std::int64_t>(list->size())));
    for (const auto& item : *list) collect(item, key, values, states, words);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [name, item] : *object) collect(item, std::string_view(name), values, states, words);
  }
}

std::string_view article(ValueKind kind) {
  return kind == ValueKind::amount || kind == ValueKind::id ? "an" : "a";
}

// A read-back ("I heard NW28319242") and a question may hold what the caller said themselves.
bool may_echo(ValueKind kind, std::string_view sentence) {
  if (kind == ValueKind::amount) return states_in(sentence).empty() && sentence.ends_with('?');
  return kind != ValueKind::link;
}

}  // namespace

void Grounds::add_text(std::string_view text) {
  grounds_.push_back(
      {.identity = std::nullopt, .values = values_in(text), .states = {}, .deeds = {}, .words = lower(text)});
}

void Grounds::add_answer(std::string_view tool, bool wrote, const ToolAnswer& answer,
                         const conversation::Identity& identity) {
  if (answer.outcome == Outcome::needs_identity) return;  // it has told nothing
  Ground ground{.identity = identity, .values = {}, .states = {}, .deeds = {}, .words = {}};
  for (const auto& sentence : answer.say)
    collect(boost::json::value(sentence), "", ground.values, ground.states, ground.words);
  collect(boost::json::value(answer.facts), "", ground.values, ground.states, ground.words);
  for (const auto& option : answer.options) {
    collect(boost::json::value(option.id), "", ground.values, ground.states, ground.words);
    collect(boost::json::value(option.say), "", ground.values, ground.states, ground.words);
  }
  if (!answer.options.empty())
    ground.values.push_back(number_value(static_cast<std::int64_t>(answer.options.size())));
  if (wrote && answer.outcome == Outcome::ok) ground.deeds = deeds_of_tool(tool);
  if (grounds_.size() > kMostGrounds) {
    const auto oldest =
        std::ranges::find_if(grounds_, [](const Ground& g) { return g.identity.has_value(); });
    if (oldest != grounds_.end()) grounds_.erase(oldest);
  }
  grounds_.push_back(std::move(ground));
}

void Grounds::add_caller(std::string_view text) {
  for (auto& value : values_in(text)) caller_values_.push_back(std::move(value));
  for (const auto& mention : states_in(text)) caller_states_.push_back(mention.said.state);
  if (caller_values_.size() > kMostCallerValues)
    caller_values_.erase(caller_values_.begin(), caller_values_.end() - kMostCallerValues);
}

void Grounds::add_caller_value(std::string_view value) {
  for (auto& found : values_in(value)) caller_values_.push_back(std::move(found));
}

bool Grounds::counts_for(const Ground& ground, const conversation::Identity& identity) {
  if (!ground.identity) return true;
  const auto& then = *ground.identity;
  return then.member_id == identity.member_id && then.provider_office == identity.provider_office &&
         then.representative == identity.representative && then.level <= identity.level;
}

bool Grounds::told(const Value& value, const conversation::Identity& identity) const {
  return std::ranges::any_of(grounds_, [&](const Ground& ground) {
    return counts_for(ground, identity) &&
           std::ranges::any_of(ground.values, [&](const Value& known) { return fits(known, value); });
  });
}

bool Grounds::said_by_caller(const Value& value) const {
  return std::ranges::any_of(caller_values_, [&](const Value& known) { return fits(known, value); });
}

bool Grounds::told(const StateSaid& state, const conversation::Identity& identity) const {
  return std::ranges::any_of(grounds_, [&](const Ground& ground) {
    return counts_for(ground, identity) &&
           std::ranges::any_of(ground.states, [&](const StateSaid& known) { return implies(known, state); });
  });
}

bool Grounds::knows(std::string_view person, const conversation::Identity& identity) const {
  return std::ranges::any_of(grounds_, [&](const Ground& ground) {
    return counts_for(ground, identity) && ground.words.contains(person);
  });
}

bool Grounds::done(const DeedMention& deed, const conversation::Identity& identity) const {
  return std::ranges::any_of(grounds_, [&](const Ground& ground) {
    if (!counts_for(ground, identity)) return false;
    if (std::ranges::find(ground.deeds, deed.deed) != ground.deeds.end()) return true;
    return !deed.ours && ground.identity && ground.words.contains(deed.verb);
  });
}

std::optional<std::string> Grounds::objection(std::string_view sentence,
                                              const conversation::Identity& identity) const {
  for (const auto& value : values_in(sentence)) {
    if (told(value, identity)) continue;
    if (may_echo(value.kind, sentence) && said_by_caller(value)) continue;
    return fmt::format("{} {} that no tool told", article(value.kind), to_string(value.kind));
  }
  for (const auto& mention : states_in(sentence)) {
    if (mention.mood == Mood::open || told(mention.said, identity)) continue;
    const bool echoed = std::ranges::find(caller_states_, mention.said.state) != caller_states_.end();
    if (mention.mood == Mood::takes_for_granted && echoed) continue;
    return "a state that no tool told";
  }
  for (const auto& person : persons_in(sentence))
    if (!knows(person, identity)) return "a person that no tool told";
  for (const auto& deed : deeds_in(sentence))
    if (!done(deed, identity)) return "a deed that no tool did";
  return std::nullopt;
}

}  // namespace attendant::guard
