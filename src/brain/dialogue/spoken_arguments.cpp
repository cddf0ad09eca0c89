#include "brain/dialogue/spoken_arguments.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/plain_words.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using understanding::Slots;

namespace {

constexpr std::size_t kLongestText = 180;  // the tool runtime refuses more than 200 bytes

}  // namespace

std::string shortened(std::string_view text) {
  std::string kept;
  for (const auto point : utf8_code_points(text)) {
    if (kept.size() + point.size() > kLongestText) break;
    kept += point;
  }
  return kept;
}

bool takes_argument(const tools::Catalogue& catalogue, std::string_view tool, std::string_view name) {
  const auto* spec = catalogue.find(tool);
  return spec != nullptr &&
         std::ranges::find(spec->arguments, name, &tools::Argument::name) != spec->arguments.end();
}

bool names_somebody(const boost::json::object& arguments) {
  return arguments.contains("relation") || arguments.contains("person");
}

boost::json::object spoken_arguments(const tools::Catalogue& catalogue, std::string_view tool,
                                     const Slots& slots, std::string_view text) {
  const auto takes = [&](std::string_view name) { return takes_argument(catalogue, tool, name); };
  const Cues cues(text);
  boost::json::object arguments;
  const auto put = [&](std::string_view name, const std::optional<std::string>& value) {
    if (value && takes(name)) arguments[name] = shortened(*value);
  };
  constexpr std::size_t kClaimIdLength = 10;  // "CLM" and seven digits; a part of them helps too
  if (slots.claim_id && slots.claim_id->size() <= kClaimIdLength) put("claim_id", slots.claim_id);
  put("service_date", slots.service_date);
  put("service", slots.service);
  put("provider", slots.provider);
  put("drug", slots.drug);
  put("date_phrase", slots.date_phrase);
  put("zip", slots.zip);
  put("phone", slots.phone);
  if (slots.relation) {
    put("relation", slots.relation);
    put("person", slots.person);
  } else if (slots.person && cues.names_person(*slots.person)) {
    put("person", slots.person);
  } else if (cues.own()) {
    put("relation", "self");
  }
  if (slots.amount && takes("amount")) arguments["amount"] = *slots.amount;
  if (is_claim_tool(tool)) put("status", cues.claim_status());
  if (const auto month = cues.why_not_month(); month && is_claim_tool(tool)) {
    put("service_date", month);
    arguments["status"] = "denied";
  }
  if (takes("topic") && cues.about_family_members()) arguments["topic"] = "members";
  if (takes("installments"))
    if (const auto parts = cues.installments()) arguments["installments"] = *parts;
  put("action", cues.autopay_action());
  put("email", cues.email());
  put("said", with_joined_letters(text));
  if (tool == "complaint") put("text", std::string(text));
  return arguments;
}

bool describes_claim(const boost::json::object& arguments) {
  return std::ranges::any_of(arguments, [](const auto& entry) {
    return entry.key() != "status" && entry.key() != "said" && entry.key() != "relation" &&
           entry.key() != "person";
  });
}

bool says_anything(const boost::json::object& arguments) {
  return std::ranges::any_of(arguments, [](const auto& entry) { return entry.key() != "said"; });
}

// "relation": "self" alone says whose, not which.
bool describes_service(const boost::json::object& arguments) {
  return arguments.contains("service") || arguments.contains("service_type") || arguments.contains("drug");
}

boost::json::object spoken_person(const boost::json::object& held, const Slots& slots,
                                  std::string_view text) {
  static constexpr std::array<std::string_view, 28> kAround = {
      "my",    "our",   "the",    "a",     "for",     "it",    "its",  "is",   "was", "of",
      "about", "claim", "claims", "visit", "one",     "1",     "that", "this", "his", "her",
      "on",    "and",   "little", "older", "younger", "other", "mine", "s"};
  const auto known = plain_words(slots.relation.value_or("") + " " + slots.person.value_or(""));
  std::size_t unknown = 0;
  for (const auto& word : plain_words(text)) {
    const bool around = std::ranges::find(kAround, std::string_view(word)) != kAround.end();
    const bool name =
        std::ranges::any_of(known, [&](const std::string& one) { return word == one || word == one + "s"; });
    unknown += around || name ? 0 : 1;
  }
  boost::json::object whose;
  if (trim(text).empty()) return whose;
  constexpr std::size_t kLongestName = 2;           // words
  const bool kin = slots.relation && unknown <= 1;  // "my son Alvin", whose name was not known for one
  const bool somebody =
      held.contains("person") || (held.contains("relation") && held.at("relation") != "self") ||
      (held.contains("said") && held.at("said").as_string().find("'s ") != std::string::npos);
  const bool name = !slots.relation && (slots.person || somebody) && unknown <= kLongestName &&
                    std::isupper(static_cast<unsigned char>(trim(text).front())) != 0;
  if (!kin && !name) return whose;
  if (slots.relation) whose["relation"] = *slots.relation;
  if (slots.person) whose["person"] = shortened(*slots.person);
  if (!slots.relation && !slots.person) whose["relation"] = "self";
  // The tool knows the names of the family.
  whose["said"] = name && !slots.person ? "for " + shortened(trim(text)) : shortened(text);
  return whose;
}

}  // namespace attendant::brain
