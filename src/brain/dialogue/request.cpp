#include "brain/dialogue/request.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.hpp"
#include "brain/dialogue/choice.hpp"
#include "brain/dialogue/correction.hpp"
#include "brain/dialogue/place_names.hpp"
#include "brain/dialogue/pointer.hpp"
#include "brain/dialogue/spoken_arguments.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {
namespace {

using understanding::Intent;
using understanding::Slots;
using understanding::Understanding;

// "does that need prior authorization": about the service just talked of.
bool follows_service(std::string_view tool) {
  return tool == "benefit_coverage" || tool == "benefit_cost" || tool == "benefit_visits" ||
         tool == "prior_auth";
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
  request.tool = tool_of_intent(intent, meant.slots, cues, topic);
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
    changed = spoken_person(held, meant.slots, text);
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
