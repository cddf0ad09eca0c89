#include "brain/dialogue/request.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.hpp"
#include "brain/dialogue/choice.hpp"
#include "brain/dialogue/correction.hpp"
#include "brain/dialogue/place_names.hpp"
#include "brain/dialogue/pointer.hpp"

namespace attendant::brain {
namespace {

using understanding::Intent;
using understanding::Slots;
using understanding::Understanding;

struct Rule {
  Intent intent;
  std::string_view tool;
};

constexpr std::array kRules = {
    Rule{Intent::claim_status, "claim_status"},
    Rule{Intent::claim_denial, "claim_denial"},
    Rule{Intent::claim_appeal, "claim_appeal"},
    Rule{Intent::claim_cost, "claim_cost"},
    Rule{Intent::claim_documents, "claim_documents"},
    Rule{Intent::eob_copy, "eob_copy"},
    Rule{Intent::benefit_coverage, "benefit_coverage"},
    Rule{Intent::benefit_cost, "benefit_cost"},
    Rule{Intent::benefit_deductible, "benefit_deductible"},
    Rule{Intent::benefit_oop_max, "benefit_oop_max"},
    Rule{Intent::benefit_visits, "benefit_visits"},
    Rule{Intent::prior_auth, "prior_auth"},
    Rule{Intent::provider_search, "provider_search"},
    Rule{Intent::eligibility, "eligibility"},
    Rule{Intent::id_card, "id_card"},
    Rule{Intent::billing_balance, "billing_balance"},
    Rule{Intent::billing_due, "billing_due"},
    Rule{Intent::billing_change, "billing_change"},
    Rule{Intent::billing_dispute, "billing_dispute"},
    Rule{Intent::payment_status, "payment_status"},
    Rule{Intent::payment_make, "payment_where"},
    Rule{Intent::payment_plan, "payment_plan"},
    Rule{Intent::autopay, "autopay"},
    Rule{Intent::update_details, "update_details"},
    Rule{Intent::complaint, "complaint"},
};

bool is_claim_tool(std::string_view tool) {
  return tool.starts_with("claim_") || tool == "start_appeal" || tool == "eob_copy";
}

constexpr std::size_t kZipLength = 5;
constexpr std::size_t kLongestText = 180;  // the tool runtime refuses more than 200 bytes

std::string shortened(std::string_view text) {
  std::string kept;
  for (const auto point : utf8_code_points(text)) {
    if (kept.size() + point.size() > kLongestText) break;
    kept += point;
  }
  return kept;
}

// "does that need prior authorization": about the service just talked of.
bool follows_service(std::string_view tool) {
  return tool == "benefit_coverage" || tool == "benefit_cost" || tool == "benefit_visits" ||
         tool == "prior_auth";
}

bool takes_argument(const tools::Catalogue& catalogue, std::string_view tool, std::string_view name) {
  const auto* spec = catalogue.find(tool);
  return spec != nullptr &&
         std::ranges::find(spec->arguments, name, &tools::Argument::name) != spec->arguments.end();
}

bool names_somebody(const boost::json::object& arguments) {
  return arguments.contains("relation") || arguments.contains("person");
}

// What was said, under the names that the tool takes.
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

// Whether one claim among others is described, and not only whose it is or what became of it.
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

// "My son's", "I meant Alvin": for whom, and nothing else. Empty when the words are about something else.
boost::json::object other_person(const boost::json::object& held, const Slots& slots, std::string_view text) {
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

// The words of the question can point at another tool of the same line than the label alone.
std::string tool_in_context(Intent intent, const Slots& slots, const Cues& cues, const Topic& topic) {
  const auto* rule = std::ranges::find(kRules, intent, &Rule::intent);
  if (rule == kRules.end()) return {};
  const bool after_claim = !topic.claim_id.empty() && line_of(topic.tool) == "claim";
  const bool about_money = intent == Intent::billing_balance || intent == Intent::billing_dispute ||
                           intent == Intent::payment_make || intent == Intent::billing_due ||
                           (intent == Intent::benefit_cost && !slots.service);
  if (after_claim && about_money && cues.asks_whether_to_pay()) return "claim_cost";
  if (about_money && cues.asks_whether_to_pay_twice()) return "claim_cost";
  // "but the June visit was paid": about another claim, no dispute of a bill.
  if (after_claim && intent == Intent::billing_dispute && (slots.service_date || slots.service))
    return "claim_status";
  if (topic.tool == "billing_change" && intent == Intent::billing_dispute && cues.doubts())
    return "billing_change";
  if (intent == Intent::payment_status && cues.about_visit()) return "claim_status";
  if (cues.to_be_current()) return "billing_balance";
  if (cues.about_old_claims()) return "eligibility";
  // Autopay knows when it draws next, and why it did not.
  if (intent == Intent::billing_due && cues.speaks_of_autopay()) return "autopay";
  // An amount that was billed is a claim's; a benefit has none yet.
  if (intent == Intent::benefit_cost && slots.amount) return "claim_cost";
  // "Is my son covered": at all, for no service is named.
  const bool of_somebody = slots.relation || slots.person || cues.own();
  if (intent == Intent::benefit_coverage && !slots.service && !slots.drug && of_somebody &&
      cues.asks_who_is_covered())
    return "eligibility";
  if (is_claim_tool(rule->tool) && cues.why_not_month()) return "claim_denial";
  if (is_claim_tool(rule->tool) && cues.about_equal_claims() && !cues.claim_status()) return "claim_status";
  // "He went to some doctor in September, what was that claim": no doctor is looked for.
  if (intent == Intent::provider_search && cues.same_claim() && (slots.service_date || slots.relation))
    return "claim_status";
  if (intent == Intent::claim_appeal && cues.wants_appeal_filed()) return "start_appeal";
  if (intent == Intent::autopay && cues.autopay_action()) return "change_autopay";
  if (intent == Intent::update_details) {
    const auto detail = cues.detail();
    if (!detail) return "update_details";
    switch (*detail) {
      case Detail::phone:
        return "update_phone";
      case Detail::address:
        return "update_address";
      case Detail::email:
        return "update_email";
      case Detail::dependant:
        return {};
    }
  }
  return std::string(rule->tool);
}

void set_detail(Request& request, Detail detail) {
  switch (detail) {
    case Detail::phone:
      request.tool = "update_phone";
      break;
    case Detail::address:
      request.tool = "update_address";
      break;
    case Detail::email:
      request.tool = "update_email";
      break;
    case Detail::dependant:
      break;
  }
}

void set_choice(Request& request, const Choice& choice) {
  if (request.need == "claim") {
    request.arguments["claim_id"] = choice.id;
  } else if (request.need == "service") {
    request.arguments.erase("service");
    request.arguments["service_type"] = choice.id;
  } else if (request.need == "invoice") {
    request.arguments["invoice_id"] = choice.id;
  } else {
    request.arguments[request.need] = choice.id;
  }
}

// The street of an address, and its city and ZIP code where they were said with it.
bool put_address(Request& request, const Slots& slots, std::string_view text) {
  const auto address = spoken_address(text);
  if (!address) return false;
  request.arguments["address_line"] = shortened(address->line);
  if (!address->city.empty()) request.arguments["city"] = shortened(address->city);
  const auto zip = slots.zip ? *slots.zip : address->zip;
  if (zip.size() == kZipLength) request.arguments["zip"] = zip;
  return true;
}

// Merges what was said; true when something was.
bool merge(Request& request, const boost::json::object& said) {
  if (said.empty()) return false;
  if (is_claim_tool(request.tool) && describes_claim(said) && !said.contains("claim_id"))
    request.arguments.erase("claim_id");
  if (said.contains("service")) request.arguments.erase("service_type");
  for (const auto& entry : said) request.arguments[entry.key()] = entry.value();
  return true;
}

}  // namespace

bool same_request(const Request& a, const Request& b) {
  auto first = a.arguments;
  auto second = b.arguments;
  first.erase("said");
  second.erase("said");
  return a.tool == b.tool && first == second;
}

bool is_task(Intent intent) {
  return intent != Intent::complaint && std::ranges::find(kRules, intent, &Rule::intent) != kRules.end();
}

std::string_view line_of(std::string_view tool) {
  if (is_claim_tool(tool) || tool == "provider_claim_status") return "claim";
  if (tool.starts_with("benefit_") || tool == "prior_auth" || tool == "provider_search") return "benefit";
  if (tool.starts_with("billing_") || tool.starts_with("payment_") || tool.ends_with("autopay"))
    return "billing";
  return "";
}

Understanding with_day_corrected(Understanding meant, const boost::json::object& arguments) {
  constexpr std::size_t kDayLength = 2;
  const auto* date = arguments.if_contains("service_date");
  if (!meant.day || meant.slots.service_date || date == nullptr || !date->is_string()) return meant;
  auto corrected = std::string(date->get_string());
  const bool has_day = corrected.size() == std::string_view("--09-04").size() ||
                       corrected.size() == std::string_view("2026-09-04").size();
  // "2026-09" is as long as "--09-04".
  if (!has_day || (corrected.size() == std::string_view("--09-04").size() && corrected[0] != '-'))
    return meant;
  corrected.replace(corrected.size() - kDayLength, kDayLength, fmt::format("{:02}", *meant.day));
  meant.slots.service_date = std::move(corrected);
  meant.slots.date_phrase.reset();
  return meant;
}

std::optional<Request> Requests::make(Intent intent, const Understanding& meant, std::string_view text,
                                      const Topic& topic) const {
  const Cues cues(text);
  Request request;
  request.intent = intent;
  request.tool = tool_in_context(intent, meant.slots, cues, topic);
  if (request.tool.empty()) return std::nullopt;
  request.arguments = spoken_arguments(catalogue_, request.tool, meant.slots, text);
  const auto pointer = pointer_in(text);
  // "And does he take new patients": the doctor just talked of.
  if (request.tool == "provider_search" && topic.tool == request.tool && pointer == Pointer::third &&
      !describes_service(request.arguments) && !request.arguments.contains("provider") &&
      topic.arguments.contains("provider"))
    request.arguments["provider"] = topic.arguments.at("provider");
  const bool back_to_self =
      topic.of_another && !names_somebody(request.arguments) && pointer == Pointer::owner;
  bool same_claim = false;
  if (is_claim_tool(request.tool) && !topic.claim_id.empty() && !cues.another() && !back_to_self &&
      (line_of(topic.tool) == "claim" || cues.same_claim())) {
    // "why was it denied" is about the claim we are talking of; "why was my MRI denied" may be about another
    // one.
    const bool whose_else = request.arguments.contains("relation") && request.arguments["relation"] != "self";
    auto description = request.arguments;
    // "Do I have to pay the imaging center": whom, and not for what.
    if (cues.asks_whether_to_pay() && !cues.says_for_what()) description.erase("service");
    same_claim = !describes_claim(description) && !whose_else;
    if (same_claim) request.arguments = {{"claim_id", topic.claim_id}};
  }
  const bool equal_claims = request.tool == "claim_status" && cues.about_equal_claims();
  if ((follows_service(request.tool) || equal_claims) && !describes_service(request.arguments)) {
    for (const auto& entry : topic.service) request.arguments[entry.key()] = entry.value();
  }
  // Who names nobody goes on with the person talked of only where the talk goes on; else it is the caller's
  // own record.
  const bool same_line = !line_of(request.tool).empty() && line_of(request.tool) == line_of(topic.tool);
  const bool goes_on = same_claim || pointer == Pointer::third || (pointer == Pointer::nobody && same_line);
  if (!goes_on && !names_somebody(request.arguments) && takes_argument(catalogue_, request.tool, "relation"))
    request.arguments["relation"] = "self";
  return request;
}

std::string missing_before_call(const Request& request) {
  if (request.tool == "update_details") return "detail";
  if (request.tool == "update_phone" && !request.arguments.contains("phone")) return "phone";
  if (request.tool == "update_email" && !request.arguments.contains("email")) return "email";
  if (request.tool == "change_autopay" && !request.arguments.contains("action")) return "action";
  if (request.tool == "complaint" && !request.arguments.contains("text")) return "text";
  return {};
}

bool is_free_text(std::string_view need) {
  return need == "address_line" || need == "city" || need == "email" || need == "text";
}

bool Requests::answer(Request& request, const Understanding& meant, std::string_view text) const {
  const auto& need = request.need;
  const Cues cues(text);
  const auto& slots = meant.slots;
  if (need == "detail") {
    const auto detail = cues.detail();
    if (!detail || *detail == Detail::dependant) return false;
    set_detail(request, *detail);
    merge(request, spoken_arguments(catalogue_, request.tool, slots, text));
    return true;
  }
  if (need == "phone") {
    if (!slots.phone || slots.phone->size() != 10) return false;
    request.arguments["phone"] = *slots.phone;
    return true;
  }
  if (need == "zip") {
    if (!slots.zip || slots.zip->size() != 5) return false;
    request.arguments["zip"] = *slots.zip;
    return true;
  }
  if (need == "installments") {
    const auto parts = cues.installments();
    if (parts) request.arguments["installments"] = *parts;
    return parts.has_value();
  }
  if (need == "email") {
    const auto email = cues.email();
    if (email) request.arguments["email"] = *email;
    return email.has_value();
  }
  if (need == "action") {
    const auto action = cues.autopay_action();
    if (action) request.arguments["action"] = *action;
    return action.has_value();
  }
  if (need == "text") {
    if (meant.intents.front() == Intent::human || cues.never_mind() || cues.takes_leave()) return false;
    request.arguments["text"] = std::string(text);
    return true;
  }
  if (need == "address_line") return put_address(request, slots, text);
  if (need == "city") {
    const auto city = spoken_city(text);
    if (!city) return false;
    request.arguments["city"] = shortened(*city);
    if (slots.zip && slots.zip->size() == kZipLength) request.arguments["zip"] = *slots.zip;
    return true;
  }
  if (need == "person" && request.options.empty()) {
    const auto name = slots.person ? *slots.person : std::string(trim(text));
    request.arguments["person"] = shortened(name);
    return true;
  }
  if (const auto index = choose(request.options, text, meant)) {
    set_choice(request, request.options[*index]);
    return true;
  }
  if (need == "claim" || need == "service" || need == "invoice") {
    auto said = spoken_arguments(catalogue_, request.tool, slots, text);
    const bool useful = says_anything(said) || meant.intents.front() == Intent::provide_info;
    return useful && merge(request, said);
  }
  return false;
}

bool Requests::answers_need(const Request& request, const Understanding& meant) {
  if (request.need == "phone") return meant.slots.phone.has_value();
  return request.need == "zip" && meant.slots.zip.has_value();
}

bool Requests::answer_by_keys(Request& request, std::string_view digits) {
  const auto& need = request.need;
  if (need == "phone" || need == "zip") {
    if (digits.size() != (need == "phone" ? 10U : 5U)) return false;
    request.arguments[need] = digits;
    return true;
  }
  if (need == "installments") {
    const auto parts = parse_integer(digits);
    if (!parts || *parts < 2 || *parts > 12) return false;
    request.arguments["installments"] = *parts;
    return true;
  }
  if (need == "claim" && digits.size() == 7) {
    request.arguments["claim_id"] = "CLM" + std::string(digits);
    return true;
  }
  if (const auto index = choose_by_key(request.options, digits)) {
    set_choice(request, request.options[*index]);
    return true;
  }
  return false;
}

bool Requests::correct(Request& request, const Understanding& meant, std::string_view text) const {
  auto said = spoken_arguments(catalogue_, request.tool, meant.slots, text);
  said.erase("relation");
  said.erase("text");
  if (request.tool == "update_address") {
    if (const auto address = spoken_address(text)) {
      said["address_line"] = shortened(address->line);
      if (!address->city.empty()) said["city"] = shortened(address->city);
      if (!said.contains("zip") && !address->zip.empty()) said["zip"] = address->zip;
    } else if (const auto city = spoken_city(text_after_no(text)); city && !said.contains("zip")) {
      said["city"] = shortened(*city);
    }
  }
  if (is_claim_tool(request.tool) && !describes_claim(said)) {
    if (!said.contains("status") || !Cues(text).points_at_claim()) return false;
    // "The denied one": another claim, of which nothing else is known.
    for (const auto name :
         {"claim_id", "service", "service_type", "service_date", "date_phrase", "provider", "amount"})
      request.arguments.erase(name);
  }
  return says_anything(said) && merge(request, said);
}

bool Requests::put_right(Request& request, const Understanding& meant, std::string_view text) const {
  auto said = spoken_arguments(catalogue_, request.tool, meant.slots, text);
  auto& held = request.arguments;
  const bool of_claim = is_claim_tool(request.tool);  // any of what describes one
  boost::json::object changed;
  for (const auto& entry : said) {
    const auto key = entry.key();
    if (key == "said" || key == "text" || key == "relation" || key == "person" || key == "action") continue;
    const bool same_kind = held.contains(key) || (key == "service" && held.contains("service_type")) ||
                           (key == "service_date" && held.contains("date_phrase"));
    if (same_kind || (of_claim && key != "status")) changed[key] = entry.value();
  }
  if (changed.empty() && held.contains("amount"))
    if (const auto sum = bare_sum(text)) changed["amount"] = *sum;
  if ((changed.contains("service") || changed.contains("drug")) && said.contains("said"))
    changed["said"] = said["said"];
  if (changed.contains("service_date")) held.erase("date_phrase");
  if (changed.empty() && takes_argument(catalogue_, request.tool, "relation"))
    changed = other_person(held, meant.slots, text);
  if (changed.contains("relation") || changed.contains("person")) {
    held.erase("relation");
    held.erase("person");
  }
  return merge(request, changed);
}

bool can_be_corrected(const Request& request) {
  static constexpr std::array<std::string_view, 4> kFixed = {"id_card", "change_autopay", "complaint",
                                                             "start_appeal"};
  return std::ranges::find(kFixed, request.tool) == kFixed.end();
}

}  // namespace attendant::brain
