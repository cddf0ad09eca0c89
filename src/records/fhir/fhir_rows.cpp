#include "records/fhir/fhir_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace attendant::records::fhir {
namespace {

namespace json = boost::json;

constexpr std::size_t kDate = 10;  // characters: "2026-11-01"

const json::object* object_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array& list_at(const json::object& object, std::string_view key) {
  static const json::array kNone;
  const auto* value = object.if_contains(key);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  return list == nullptr ? kNone : *list;
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::value text_or_null(std::string text) {
  return text.empty() ? json::value(nullptr) : json::value(std::move(text));
}

// The first code of a CodeableConcept.
std::string code_of(const json::object* concept_) {
  if (concept_ == nullptr) return {};
  const auto& codings = list_at(*concept_, "coding");
  const auto* first = codings.empty() ? nullptr : codings.front().if_object();
  return first == nullptr ? std::string() : text_at(*first, "code");
}

bool has_code(const json::object* concept_, std::string_view code) {
  if (concept_ == nullptr) return false;
  return std::ranges::any_of(list_at(*concept_, "coding"), [&](const json::value& one) {
    const auto* coding = one.if_object();
    return coding != nullptr && text_at(*coding, "code") == code;
  });
}

// What a person would read: the text, or how the first code is displayed.
std::string words_of(const json::object* concept_) {
  if (concept_ == nullptr) return {};
  if (auto text = text_at(*concept_, "text"); !text.empty()) return text;
  const auto& codings = list_at(*concept_, "coding");
  const auto* first = codings.empty() ? nullptr : codings.front().if_object();
  return first == nullptr ? std::string() : text_at(*first, "display");
}

const json::object* first_of(const json::object& object, std::string_view key) {
  const auto& list = list_at(object, key);
  return list.empty() ? nullptr : list.front().if_object();
}

// The first that is in use: of names, addresses and numbers a server keeps the old ones, too.
const json::object* in_use(const json::object& object, std::string_view key) {
  for (const auto& one : list_at(object, key))
    if (const auto* entry = one.if_object(); entry != nullptr && text_at(*entry, "use") != "old")
      return entry;
  return nullptr;
}

std::string contact(const json::object& resource, std::string_view system) {
  for (const auto& one : list_at(resource, "telecom")) {
    const auto* entry = one.if_object();
    if (entry != nullptr && text_at(*entry, "system") == system && text_at(*entry, "use") != "old")
      return text_at(*entry, "value");
  }
  return {};
}

json::value address_of(const json::object& resource) {
  const auto* address = in_use(resource, "address");
  if (address == nullptr) return nullptr;
  const auto& lines = list_at(*address, "line");
  return json::object{{"line", lines.empty() ? json::value("") : lines.front()},
                      {"city", text_at(*address, "city")},
                      {"state", text_at(*address, "state")},
                      {"zip", text_at(*address, "postalCode")}};
}

// An Organization has one name; a Practitioner has parts of it, and perhaps the whole.
std::string provider_name(const json::object& resource) {
  if (auto name = text_at(resource, "name"); !name.empty()) return name;
  const auto* name = in_use(resource, "name");
  if (name == nullptr) return {};
  if (auto text = text_at(*name, "text"); !text.empty()) return text;
  std::string whole;
  for (const auto* key : {"prefix", "given"})
    for (const auto& part : list_at(*name, key))
      if (part.is_string()) whole += std::string(part.get_string()) + " ";
  return whole + text_at(*name, "family");
}

// FHIR says dollars in decimals.
json::value cents_of(const json::object* money) {
  const auto* value = money == nullptr ? nullptr : money->if_contains("value");
  if (value == nullptr || !value->is_number()) return nullptr;
  return static_cast<std::int64_t>(std::llround(value->to_number<double>() * 100));
}

// ---- extensions ----

// A part that stands several times is a list; so is one that stands once under "name[]".
json::object parts_of(const json::array& extensions);

json::value value_of(const json::object& extension) {
  if (extension.contains("extension")) return parts_of(list_at(extension, "extension"));
  for (const auto& [key, value] : extension)
    if (std::string_view(key).starts_with("value")) return value;
  return nullptr;
}

json::object parts_of(const json::array& extensions) {
  json::object parts;
  for (const auto& one : extensions) {
    const auto* extension = one.if_object();
    if (extension == nullptr) continue;
    std::string name = text_at(*extension, "url");
    if (name.ends_with("[]")) {
      name.resize(name.size() - 2);
      auto& list = parts[name];
      if (!list.is_array()) list = json::array();
      auto value = value_of(*extension);
      if (!value.is_null()) list.get_array().push_back(std::move(value));
    } else {
      parts[name] = value_of(*extension);
    }
  }
  return parts;
}

json::object extension_of(const json::object& resource, std::string_view url) {
  for (const auto& one : list_at(resource, "extension")) {
    const auto* extension = one.if_object();
    if (extension != nullptr && text_at(*extension, "url") == url)
      return parts_of(list_at(*extension, "extension"));
  }
  return {};
}

template <class Value>
void set_default(json::object& row, std::string_view key, Value value) {
  if (!row.contains(key)) row[key] = std::move(value);
}

// ---- amounts ----

struct Amount {
  std::string_view code, key;
};
// FHIR's own adjudication codes, and CARIN's for what they lack.
constexpr std::array<Amount, 8> kAmounts = {{{"submitted", "billed_cents"},
                                             {"eligible", "allowed_cents"},
                                             {"benefit", "plan_paid_cents"},
                                             {"deductible", "deductible_cents"},
                                             {"copay", "copay_cents"},
                                             {"coinsurance", "coinsurance_cents"},
                                             {"noncovered", "not_covered_patient_cents"},
                                             {"memberliability", "patient_due_cents"}}};

void add_amounts(json::object& row, const json::array& adjudications) {
  for (const auto& amount : kAmounts) row[amount.key] = nullptr;
  for (const auto& one : adjudications) {
    const auto* adjudication = one.if_object();
    if (adjudication == nullptr) continue;
    const auto* category = object_at(*adjudication, "category");
    for (const auto& amount : kAmounts)
      if (has_code(category, amount.code)) row[amount.key] = cents_of(object_at(*adjudication, "amount"));
  }
  if (row["billed_cents"].is_null()) row["billed_cents"] = 0;
}

// Sensitivity labels of FHIR's v3-ActCode, as categories of ours. What is restricted for a reason that we do
// not know is kept as close as what we know.
json::array sensitive_categories(const json::object& resource) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kLabels = {
      {{"MH", "mental_health"},
       {"PSY", "mental_health"},
       {"SUD", "substance_use"},
       {"ETH", "substance_use"},
       {"HIV", "hiv_sti"},
       {"STD", "hiv_sti"},
       {"SEX", "reproductive"},
       {"REPRO", "reproductive"}}};
  json::array categories;
  bool restricted = false;
  const auto* meta = object_at(resource, "meta");
  if (meta == nullptr) return categories;
  for (const auto& one : list_at(*meta, "security")) {
    const auto* label = one.if_object();
    const auto code = label == nullptr ? std::string() : text_at(*label, "code");
    restricted = restricted || code == "R" || code == "V";
    for (const auto& [name, category] : kLabels)
      if (name == code) categories.emplace_back(category);
  }
  if (restricted && categories.empty()) categories.emplace_back("restricted");
  return categories;
}

// Why the plan pays nothing for it (CARIN: an adjudication "denialreason").
bool is_denied(const json::object& item) {
  return std::ranges::any_of(list_at(item, "adjudication"), [](const json::value& one) {
    const auto* adjudication = one.if_object();
    return adjudication != nullptr && has_code(object_at(*adjudication, "category"), "denialreason");
  });
}

json::object line_row(const json::object& item, const std::string& claim_from) {
  auto row = extension_of(item, "urn:attendant:line");
  const auto* sequence = item.if_contains("sequence");
  row["line"] = sequence == nullptr ? json::value(1) : *sequence;
  const auto* period = object_at(item, "servicedPeriod");
  auto date = text_at(item, "servicedDate");
  if (date.empty() && period != nullptr) date = text_at(*period, "start");
  row["service_date"] = (date.empty() ? claim_from : date).substr(0, kDate);
  const auto description = words_of(object_at(item, "productOrService"));
  row["description"] = description.empty() ? "A service" : description;
  const auto type = code_of(object_at(item, "category"));
  row["service_type"] = type.empty() ? "other" : type;
  set_default(row, "status", is_denied(item) ? "denied" : "paid");
  add_amounts(row, list_at(item, "adjudication"));
  return row;
}

std::string claim_status(const json::object& eob) {
  const auto outcome = text_at(eob, "outcome");
  const auto& items = list_at(eob, "item");
  const bool denied = !items.empty() && std::ranges::all_of(items, [](const json::value& item) {
    return item.is_object() && is_denied(item.get_object());
  });
  if (outcome == "complete") return denied ? "denied" : "paid";
  return outcome == "queued" ? "received" : "pending";
}

std::string member_of(const json::object& eob, const Ids& ids) {
  const auto found = ids.member_of_patient.find(reference_at(eob, "patient"));
  return found == ids.member_of_patient.end() ? std::string() : found->second;
}

std::string id_in(const std::string& reference) {
  const auto slash = reference.rfind('/');
  return slash == std::string::npos ? reference : reference.substr(slash + 1);
}

}  // namespace

std::string identifier_of(const json::object& resource, std::string_view system) {
  for (const auto& one : list_at(resource, "identifier")) {
    const auto* identifier = one.if_object();
    if (identifier != nullptr && text_at(*identifier, "system") == system)
      return text_at(*identifier, "value");
  }
  return text_at(resource, "id");
}

std::string reference_at(const json::object& resource, std::string_view key) {
  const auto* object = object_at(resource, key);
  auto reference = object == nullptr ? std::string() : text_at(*object, "reference");
  reference = reference.substr(0, reference.find("/_history/"));
  const auto last = reference.rfind('/');
  const auto before =
      last == std::string::npos || last == 0 ? std::string::npos : reference.rfind('/', last - 1);
  return before == std::string::npos ? reference : reference.substr(before + 1);
}

json::object member_row(const json::object& patient, const json::object& coverage, std::string_view member_id,
                        const Ids& ids) {
  auto row = extension_of(patient, "urn:attendant:member");
  row["member_id"] = member_id;
  row["subscriber_id"] = ids.subscriber_id;
  const auto relationship = code_of(object_at(coverage, "relationship"));
  row["relationship"] = relationship.empty() ? "self" : relationship;
  if (const auto* name = in_use(patient, "name")) {
    const auto& given = list_at(*name, "given");
    row["given_name"] = given.empty() ? json::value("") : given.front();
    row["family_name"] = text_at(*name, "family");
  }
  row["date_of_birth"] = text_at(patient, "birthDate");
  row["sex"] = text_at(patient, "gender");
  if (auto address = address_of(patient); !address.is_null()) row["address"] = std::move(address);
  for (const auto* system : {"phone", "email"}) row[system] = text_or_null(contact(patient, system));
  std::string language = "en";
  for (const auto& one : list_at(patient, "communication"))
    if (const auto* spoken = one.if_object())
      if (const auto code = code_of(object_at(*spoken, "language")); !code.empty()) language = code;
  row["preferred_language"] = language;
  set_default(row, "authorised_representatives", json::array());
  set_default(row, "sensitive",
              json::object{{"confidential_communications", false}, {"hide_from_subscriber", json::array()}});
  return row;
}

json::object coverage_row(const json::object& coverage, const Ids& ids) {
  auto row = extension_of(coverage, "urn:attendant:coverage");
  const auto found = ids.member_of_patient.find(reference_at(coverage, "beneficiary"));
  row["member_id"] = found == ids.member_of_patient.end() ? "" : found->second;
  row["group_name"] = nullptr;
  for (const auto& one : list_at(coverage, "class")) {
    const auto* part = one.if_object();
    if (part == nullptr) continue;
    const auto type = code_of(object_at(*part, "type"));
    if (type == "plan") row["plan_id"] = text_at(*part, "value");
    if (type == "group") row["group_name"] = text_or_null(text_at(*part, "name"));
  }
  const auto* period = object_at(coverage, "period");
  row["effective_date"] = period == nullptr ? std::string() : text_at(*period, "start");
  row["termination_date"] = text_or_null(period == nullptr ? std::string() : text_at(*period, "end"));
  set_default(row, "status", text_at(coverage, "status") == "active" ? "active" : "terminated");
  set_default(row, "billing", "employer");
  for (const auto* key :
       {"termination_reason", "paid_through", "grace_period", "pcp_provider_id", "other_coverage"})
    set_default(row, key, nullptr);
  return row;
}

json::object claim_row(const json::object& eob, std::string_view claim_id, const Ids& ids) {
  auto row = extension_of(eob, "urn:attendant:claim");
  row["claim_id"] = claim_id;
  row["member_id"] = member_of(eob, ids);
  row["subscriber_id"] = ids.subscriber_id;
  row["provider_id"] = id_in(reference_at(eob, "provider"));
  const auto* period = object_at(eob, "billablePeriod");
  // A date may come with a time.
  const auto from = period == nullptr ? std::string() : text_at(*period, "start").substr(0, kDate);
  const auto to = period == nullptr ? std::string() : text_at(*period, "end").substr(0, kDate);
  row["service_from"] = from;
  row["service_to"] = to.empty() ? from : to;
  set_default(row, "received_date", text_at(eob, "created").substr(0, kDate));
  set_default(row, "network", "in");
  set_default(row, "status", claim_status(eob));
  json::array lines;
  for (const auto& item : list_at(eob, "item"))
    if (const auto* object = item.if_object()) lines.push_back(line_row(*object, from));
  row["lines"] = std::move(lines);
  json::object totals;
  add_amounts(totals, list_at(eob, "total"));
  row["totals"] = std::move(totals);
  row["sensitive_categories"] = sensitive_categories(eob);
  if (const auto* payment = object_at(eob, "payment"); payment != nullptr && payment->contains("amount")) {
    auto paid = extension_of(*payment, "urn:attendant:payment");
    paid["date"] = text_at(*payment, "date");
    paid["amount_cents"] = cents_of(object_at(*payment, "amount"));
    set_default(paid, "method", "eft");
    set_default(paid, "payee", "provider");
    row["payment"] = std::move(paid);
  }
  for (const auto* key :
       {"processed_date", "denial", "appeal", "info_request", "payment", "prior_auth_id", "eob_id"})
    set_default(row, key, nullptr);
  return row;
}

json::object prior_auth_row(const json::object& eob, std::string_view id, const Ids& ids) {
  auto row = extension_of(eob, "urn:attendant:prior-auth");
  row["prior_auth_id"] = id;
  row["member_id"] = member_of(eob, ids);
  set_default(row, "status", text_at(eob, "outcome") == "complete" ? "approved" : "pending");
  set_default(row, "requested_date", text_at(eob, "created").substr(0, kDate));
  const auto& items = list_at(eob, "item");
  if (const auto* item = items.empty() ? nullptr : items.front().if_object()) {
    const auto* product = object_at(*item, "productOrService");
    set_default(row, "service_description", words_of(product));
    set_default(row, "service_type", code_of(object_at(*item, "category")));
  }
  const auto& periods = list_at(eob, "preAuthRefPeriod");
  if (const auto* period = periods.empty() ? nullptr : periods.front().if_object()) {
    set_default(row, "valid_from", text_or_null(text_at(*period, "start")));
    set_default(row, "valid_to", text_or_null(text_at(*period, "end")));
  }
  set_default(row, "units_used", 0);
  set_default(row, "unit", "unit");
  for (const auto* key : {"requesting_provider_id", "servicing_provider_id", "decision_date", "valid_from",
                          "valid_to", "units_approved", "reason"})
    set_default(row, key, nullptr);
  return row;
}

json::object delivery_row(const json::object& eob, std::string_view claim_id, const Ids& ids) {
  auto row = extension_of(eob, "urn:attendant:eob");
  if (row.empty()) return row;
  row["claim_id"] = claim_id;
  row["member_id"] = member_of(eob, ids);
  return row;
}

bool can_be_told(const json::object& resource) {
  return !provider_name(resource).empty() && in_use(resource, "address") != nullptr &&
         !contact(resource, "phone").empty();
}

json::object provider_row(const json::object& resource, std::string_view provider_id) {
  auto row = extension_of(resource, "urn:attendant:provider");
  row["provider_id"] = provider_id;
  row["name"] = provider_name(resource);
  const bool person = text_at(resource, "resourceType") == "Practitioner";
  set_default(row, "kind", person ? "clinician" : "facility");
  const auto* qualification = first_of(resource, "qualification");
  auto specialty = person ? words_of(qualification == nullptr ? nullptr : object_at(*qualification, "code"))
                          : words_of(first_of(resource, "type"));
  set_default(row, "specialty", specialty.empty() ? std::string("health care") : std::move(specialty));
  if (auto address = address_of(resource); !address.is_null()) row["address"] = std::move(address);
  row["phone"] = contact(resource, "phone");
  set_default(row, "network_status", json::object());
  set_default(row, "accepting_new_patients", false);
  set_default(row, "telehealth", false);
  return row;
}

}  // namespace attendant::records::fhir
