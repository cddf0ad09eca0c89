#include "brain/dialogue/request.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

#include "base/text.hpp"
#include "brain/dialogue/choice.hpp"

namespace attendant::brain {
namespace {

using understanding::Intent;
using understanding::Slots;
using understanding::Understanding;

using Names = std::initializer_list<std::string_view>;

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

constexpr Names kClaim = {"claim_id", "service_date", "service", "provider",    "amount",
                          "relation", "person",       "drug",    "date_phrase", "status"};

// The arguments that a tool takes from what was said (src/tools/README.md).
Names arguments_of(std::string_view tool) {
  static constexpr Names kService = {"service", "drug", "relation", "person"};
  static constexpr Names kSubject = {"relation", "person"};
  static constexpr Names kVisits = {"service", "relation", "person"};
  static constexpr Names kPriorAuth = {"service", "drug", "provider", "relation", "person"};
  static constexpr Names kProvider = {"service", "provider", "zip"};
  static constexpr Names kEligibility = {"relation", "person", "topic"};
  static constexpr Names kBalance = {"amount", "relation", "person"};
  static constexpr Names kChange = {"amount", "service_date"};
  static constexpr Names kPayment = {"amount", "service_date", "date_phrase"};
  static constexpr Names kDispute = {"amount", "service_date", "provider", "reason"};
  static constexpr Names kPlan = {"installments", "amount"};
  static constexpr Names kPhone = {"phone"};
  static constexpr Names kAddress = {"zip"};
  static constexpr Names kEmail = {"email"};
  static constexpr Names kAction = {"action"};
  static constexpr Names kText = {"text"};
  static constexpr Names kNone = {};
  struct Row {
    std::string_view tool;
    Names names;
  };
  static constexpr Row kRows[] = {
      {"claim_status", kClaim},      {"claim_denial", kClaim},
      {"claim_appeal", kClaim},      {"start_appeal", kClaim},
      {"claim_cost", kClaim},        {"claim_documents", kClaim},
      {"eob_copy", kClaim},          {"benefit_coverage", kService},
      {"benefit_cost", kService},    {"benefit_deductible", kSubject},
      {"benefit_oop_max", kSubject}, {"benefit_visits", kVisits},
      {"prior_auth", kPriorAuth},    {"provider_search", kProvider},
      {"eligibility", kEligibility}, {"id_card", kSubject},
      {"billing_balance", kBalance}, {"billing_change", kChange},
      {"payment_status", kPayment},  {"billing_dispute", kDispute},
      {"payment_plan", kPlan},       {"update_phone", kPhone},
      {"schedule_callback", kPhone}, {"update_address", kAddress},
      {"update_email", kEmail},      {"change_autopay", kAction},
      {"complaint", kText},
  };
  for (const auto& row : kRows)
    if (row.tool == tool) return row.names;
  return kNone;
}

bool takes(Names names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

bool is_claim_tool(std::string_view tool) { return takes(arguments_of(tool), "claim_id"); }
bool is_service_tool(std::string_view tool) {
  return takes(arguments_of(tool), "service") && !is_claim_tool(tool);
}

constexpr std::size_t kClaimIdLength = 10;  // "CLM" + 7 digits
constexpr std::size_t kLongestText = 180;   // the tool runtime refuses more than 200 bytes

std::string shortened(std::string_view text) {
  std::string kept;
  for (const auto point : utf8_code_points(text)) {
    if (kept.size() + point.size() > kLongestText) break;
    kept += point;
  }
  return kept;
}

// What was said, under the names that the tool takes.
boost::json::object spoken_arguments(std::string_view tool, const Slots& slots, std::string_view text) {
  const auto names = arguments_of(tool);
  const Cues cues(text);
  boost::json::object arguments;
  const auto put = [&](std::string_view name, const std::optional<std::string>& value) {
    if (value && takes(names, name)) arguments[name] = shortened(*value);
  };
  if (slots.claim_id && slots.claim_id->size() == kClaimIdLength) put("claim_id", slots.claim_id);
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
  if (slots.amount && takes(names, "amount")) arguments["amount"] = *slots.amount;
  if (is_claim_tool(tool)) put("status", cues.claim_status());
  if (takes(names, "topic") && cues.about_family_members()) arguments["topic"] = "members";
  if (takes(names, "installments"))
    if (const auto parts = cues.installments()) arguments["installments"] = *parts;
  put("action", cues.autopay_action());
  put("email", cues.email());
  if (tool == "complaint") put("text", std::string(text));
  return arguments;
}

bool describes_claim(const boost::json::object& arguments) {
  return std::ranges::any_of(arguments, [](const auto& entry) { return entry.key() != "status"; });
}

// "relation": "self" alone says whose, not which.
bool describes_service(const boost::json::object& arguments) {
  return arguments.contains("service") || arguments.contains("service_type") || arguments.contains("drug");
}

// The words of the question can point at another tool of the same line than the label alone.
std::string tool_in_context(Intent intent, const Cues& cues, const Topic& topic) {
  const auto* rule = std::ranges::find(kRules, intent, &Rule::intent);
  if (rule == kRules.end()) return {};
  const bool after_claim = !topic.claim_id.empty() && line_of(topic.tool) == "claim";
  const bool about_money = intent == Intent::billing_balance || intent == Intent::billing_dispute ||
                           intent == Intent::payment_make || intent == Intent::billing_due;
  if (after_claim && about_money && cues.asks_whether_to_pay()) return "claim_cost";
  if (topic.tool == "billing_change" && intent == Intent::billing_dispute && cues.doubts())
    return "billing_change";
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

std::string titled(std::string_view text) {
  std::string title(trim(text));
  bool start = true;
  for (char& c : title) {
    if (start) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    start = c == ' ' || c == '-';
  }
  while (!title.empty() && (title.back() == '.' || title.back() == ',')) title.pop_back();
  return title;
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

bool is_task(Intent intent) {
  return intent != Intent::complaint && std::ranges::find(kRules, intent, &Rule::intent) != kRules.end();
}

std::string_view line_of(std::string_view tool) {
  if (is_claim_tool(tool) || tool == "provider_claim_status") return "claim";
  if (is_service_tool(tool) || tool.starts_with("benefit_")) return "benefit";
  if (tool.starts_with("billing_") || tool.starts_with("payment_") || tool.ends_with("autopay"))
    return "billing";
  return "";
}

std::optional<Request> request_for(Intent intent, const Understanding& meant, std::string_view text,
                                   const Topic& topic) {
  const Cues cues(text);
  Request request;
  request.intent = intent;
  request.tool = tool_in_context(intent, cues, topic);
  if (request.tool.empty()) return std::nullopt;
  request.arguments = spoken_arguments(request.tool, meant.slots, text);
  request.words = std::string(text);
  if (is_claim_tool(request.tool) && !topic.claim_id.empty() && !cues.another() &&
      line_of(topic.tool) == "claim") {
    // "why was it denied" is about the claim we are talking of; "why was my MRI denied" may be about another
    // one.
    auto described = request.arguments;
    if (described.contains("relation") && described["relation"] == "self") described.erase("relation");
    if (!describes_claim(described)) {
      request.arguments.clear();
      request.arguments["claim_id"] = topic.claim_id;
    }
  }
  if (is_service_tool(request.tool) && request.tool != "provider_search" &&
      !describes_service(request.arguments)) {
    for (const auto& entry : topic.service)
      if (takes(arguments_of(request.tool), entry.key()) || entry.key() == "service_type")
        request.arguments[entry.key()] = entry.value();
  }
  return request;
}

std::string missing_before_call(const Request& request) {
  if (request.tool == "update_details") return "detail";
  if (request.tool == "update_phone" && !request.arguments.contains("phone")) return "phone";
  if (request.tool == "update_email" && !request.arguments.contains("email")) return "email";
  if (request.tool == "change_autopay" && !request.arguments.contains("action")) return "action";
  return {};
}

bool answer_need(Request& request, const Understanding& meant, std::string_view text) {
  const auto& need = request.need;
  const Cues cues(text);
  const auto& slots = meant.slots;
  if (need == "detail") {
    const auto detail = cues.detail();
    if (!detail || *detail == Detail::dependant) return false;
    set_detail(request, *detail);
    merge(request, spoken_arguments(request.tool, slots, text));
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
  if (need == "address_line" || need == "city") {
    if (trim(text).size() < 3) return false;
    request.arguments[need] = shortened(titled(text));
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
    auto said = spoken_arguments(request.tool, slots, text);
    if (said.empty()) return false;
    request.words = std::string(text);
    request.chose_by_words = false;
    return merge(request, said);
  }
  return false;
}

bool answer_need_by_keys(Request& request, std::string_view digits) {
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

bool correct(Request& request, const Understanding& meant, std::string_view text) {
  auto said = spoken_arguments(request.tool, meant.slots, text);
  said.erase("relation");
  said.erase("text");
  if (is_claim_tool(request.tool) && !describes_claim(said)) return false;
  return merge(request, said);
}

bool can_be_corrected(const Request& request) {
  static constexpr Names kFixed = {"id_card", "change_autopay", "complaint", "start_appeal"};
  return !takes(kFixed, request.tool);
}

}  // namespace attendant::brain
