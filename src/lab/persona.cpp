#include "lab/persona.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "lab/document_fields.hpp"

namespace attendant::lab {
namespace {

using config::Node;

constexpr std::array<std::pair<std::string_view, Register>, 4> kRegisters = {{{"plain", Register::plain},
                                                                              {"terse", Register::terse},
                                                                              {"wordy", Register::wordy},
                                                                              {"broken", Register::broken}}};
constexpr std::array<std::pair<std::string_view, DigitManner>, 6> kDigits = {
    {{"one by one", DigitManner::one_by_one},
     {"pairs", DigitManner::pairs},
     {"groups", DigitManner::groups},
     {"doubles", DigitManner::doubles},
     {"figures", DigitManner::figures},
     {"mumbled", DigitManner::mumbled}}};
constexpr std::array<std::pair<std::string_view, DateManner>, 4> kDates = {
    {{"month first", DateManner::month_first},
     {"day first", DateManner::day_first},
     {"all numbers", DateManner::all_numbers},
     {"short year", DateManner::short_year}}};

template <class Table, class Value>
bool find_named(const Table& table, std::string_view name, Value& value) {
  const auto found = std::ranges::find(table, name, [](const auto& row) { return row.first; });
  if (found == table.end()) return false;
  value = found->second;
  return true;
}

template <class Table, class Value>
void manners(DocumentFields& fields, const Node& node, std::string_view key, const Table& table,
             std::vector<Value>& values) {
  std::vector<std::string> names;
  fields.texts(key, names);
  if (names.empty()) return;
  values.clear();
  for (const auto& name : names) {
    Value value{};
    if (!find_named(table, name, value))
      return fields.wrong(node.place, fmt::format("{}: \"{}\" is no manner that is known", key, name));
    values.push_back(value);
  }
}

Result<Persona> persona_from(const Node& node, std::string_view name) {
  Persona persona;
  DocumentFields fields(node, name);
  fields.need("id");
  fields.text("id", persona.id);
  fields.text("about", persona.about);
  std::string speech = "plain";
  fields.text("speech", speech);
  if (!find_named(kRegisters, speech, persona.speech))
    fields.wrong(node.place, fmt::format("speech: \"{}\" is none of plain, terse, wordy, broken", speech));
  manners(fields, node, "digits", kDigits, persona.digits);
  manners(fields, node, "dates", kDates, persona.dates);
  fields.flag("keys", persona.keys);
  fields.share("pauses", persona.pauses);
  fields.share("fillers", persona.fillers);
  fields.share("silent", persona.silent);
  fields.share("interrupts", persona.interrupts);
  fields.share("backchannels", persona.backchannels);
  fields.share("asks_again", persona.asks_again);
  fields.share("holds_on", persona.holds_on);
  fields.share("slips", persona.slips);
  fields.share("remarks", persona.remarks);
  fields.share("says_more", persona.says_more);
  fields.flag("volunteers", persona.volunteers);
  fields.flag("wrong_birth_date", persona.wrong_birth_date);
  fields.flag("asks_for_person", persona.asks_for_person);
  fields.flag("hesitates", persona.hesitates);
  fields.flag("changes_mind", persona.changes_mind);
  fields.number("patience", persona.patience);
  fields.texts("openings", persona.openings);
  fields.texts("remarks_said", persona.remarks_said);
  fields.texts("yes", persona.yes);
  fields.texts("no", persona.no);
  fields.texts("goodbyes", persona.goodbyes);
  TRY(fields.done());
  return persona;
}

}  // namespace

Result<Personas> parse_personas(std::string_view yaml, std::string_view name) {
  TRY_ASSIGN(const Node document, config::parse_yaml(yaml, name));
  Personas personas;
  DocumentFields fields(document, name);
  fields.need("personas");
  fields.need("common");
  const auto* list = fields.list("personas");
  const auto* common = fields.map("common");
  TRY(fields.done());
  for (const auto& node : list->list) {
    TRY_ASSIGN(auto persona, persona_from(node, name));
    personas.all.push_back(std::move(persona));
  }
  DocumentFields words(*common, name);
  for (const auto& entry : common->map) words.texts(entry.key, personas.common[entry.key]);
  TRY(words.done());
  return personas;
}

}  // namespace attendant::lab
