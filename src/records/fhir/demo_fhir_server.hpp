// For tests: a FHIR R4 server in memory whose resources are made of the demo insurer's rows, answering the
// searches of FhirSource in pages. Header of tests only.
#pragma once

#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "records/file_source.hpp"

namespace attendant::records::fhir {

class DemoFhirServer {
 public:
  explicit DemoFhirServer(std::string folder) : folder_(std::move(folder)) {
    for (const auto& row : rows("members")) add_patient(row);
    for (const auto& row : rows("coverage")) add_coverage(row);
    std::map<std::string, boost::json::object> deliveries;
    for (auto& row : rows("eob")) deliveries[text(row, "claim_id")] = row;
    for (const auto& row : rows("claims")) add_claim(row, deliveries[text(row, "claim_id")]);
    for (const auto& row : rows("prior_auths")) add_prior_auth(row);
    for (const auto& row : rows("providers")) add_provider(row);
  }

  // What a client of it sees; `status` instead of everything when it is not 200.
  Result<net::ClientResponse> answer(const net::ClientRequest& request) {
    ++requests;
    if (status != 200) {
      return net::ClientResponse{
          .head = {.status = status},
          .body = R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"throttled"}]})"};
    }
    const auto query = std::string_view(request.url).substr(std::string_view(kUrl).size() + 1);
    return net::ClientResponse{.head = {.status = 200},
                               .body = boost::json::serialize(bundle(std::string(query)))};
  }

  static constexpr const char* kUrl = "https://fhir.example/r4";
  std::size_t page_size = 200;
  int requests = 0;
  int status = 200;
  std::string next_host = kUrl;  // where it says that the next page is

 private:
  using Object = boost::json::object;
  using Array = boost::json::array;

  std::vector<Object> rows(std::string_view kind) const {
    std::vector<Object> list;
    std::ifstream in(fmt::format("{}/{}.jsonl", folder_, kind));
    for (std::string line; std::getline(in, line);) list.push_back(boost::json::parse(line).as_object());
    return list;
  }
  static std::string text(const Object& row, std::string_view key) {
    const auto& value = row.at(key);
    return value.is_string() ? std::string(value.get_string()) : std::string();
  }

  // ---- rows as resources ----
  static Object part(std::string name, const boost::json::value& value) {
    Object made{{"url", name}};
    if (value.is_object()) {
      Array parts;
      for (const auto& [key, one] : value.get_object()) add_part(parts, std::string(key), one);
      made["extension"] = std::move(parts);
    } else if (value.is_string()) {
      made["valueString"] = value;
    } else if (value.is_bool()) {
      made["valueBoolean"] = value;
    } else if (value.is_int64()) {
      made["valueInteger"] = value;
    }
    return made;
  }
  static void add_part(Array& parts, const std::string& name, const boost::json::value& value) {
    const auto* list = value.if_array();
    if (list == nullptr) return parts.push_back(part(name, value));
    if (list->empty()) parts.push_back(Object{{"url", name + "[]"}});
    for (const auto& one : *list) parts.push_back(part(name + "[]", one));
  }
  static Array extension(std::string_view url, const Object& row, const std::vector<std::string_view>& keys) {
    Object kept;
    for (const auto key : keys) kept[key] = row.at(key);
    auto made = part(std::string(url), kept);
    return {std::move(made)};
  }
  static Object concept_of(std::string_view code) { return {{"coding", Array{Object{{"code", code}}}}}; }
  static Object reference(const std::string& to) { return {{"reference", to}}; }
  static Array identifier(std::string_view system, const std::string& value) {
    return {Object{{"system", system}, {"value", value}}};
  }
  // A patient's id on the server is none that a caller knows.
  static std::string patient_of(const std::string& member_id) { return "Patient/p-" + member_id.substr(2); }
  static Array address_of(const Object& row) {
    const auto& a = row.at("address").as_object();
    return {Object{{"line", Array{a.at("line")}},
                   {"city", a.at("city")},
                   {"state", a.at("state")},
                   {"postalCode", a.at("zip")}}};
  }
  static Array amounts(const Object& row) {
    static const std::vector<std::pair<std::string, std::string>> kCodes = {
        {"submitted", "billed_cents"},
        {"eligible", "allowed_cents"},
        {"benefit", "plan_paid_cents"},
        {"deductible", "deductible_cents"},
        {"copay", "copay_cents"},
        {"coinsurance", "coinsurance_cents"},
        {"noncovered", "not_covered_patient_cents"},
        {"memberliability", "patient_due_cents"}};
    Array list;
    for (const auto& [code, key] : kCodes) {
      const auto& cents = row.at(key);
      if (cents.is_null()) continue;
      list.push_back(
          {{"category", concept_of(code)},
           {"amount", Object{{"value", static_cast<double>(cents.as_int64()) / 100}, {"currency", "USD"}}}});
    }
    return list;
  }

  void add(std::string type, Object resource) {
    resource["resourceType"] = type;
    resources_[type].push_back(std::move(resource));
  }
  void add_patient(const Object& row) {
    const auto id = patient_of(text(row, "member_id")).substr(8);
    add("Patient",
        {{"id", id},
         {"identifier", identifier("urn:attendant:member-id", text(row, "member_id"))},
         {"name", Array{Object{{"given", Array{row.at("given_name")}}, {"family", row.at("family_name")}}}},
         {"birthDate", row.at("date_of_birth")},
         {"gender", row.at("sex")},
         {"address", address_of(row)},
         {"telecom", Array{Object{{"system", "phone"}, {"value", row.at("phone")}},
                           Object{{"system", "email"}, {"value", row.at("email")}}}},
         {"communication", Array{Object{{"language", concept_of(text(row, "preferred_language"))}}}},
         {"extension", extension("urn:attendant:member", row, {"authorised_representatives", "sensitive"})}});
  }
  void add_coverage(const Object& row) {
    Object period{{"start", row.at("effective_date")}};
    if (!row.at("termination_date").is_null()) period["end"] = row.at("termination_date");
    add("Coverage", {{"id", text(row, "coverage_id")},
                     {"status", text(row, "status") == "terminated" ? "cancelled" : "active"},
                     {"subscriber", reference(patient_of(text(row, "subscriber_id")))},
                     {"beneficiary", reference(std::string(kUrl) + "/" + patient_of(text(row, "member_id")))},
                     {"relationship", concept_of(text(row, "relationship"))},
                     {"period", std::move(period)},
                     {"class", Array{Object{{"type", concept_of("group")}, {"name", row.at("group_name")}},
                                     Object{{"type", concept_of("plan")}, {"value", row.at("plan_id")}}}},
                     {"extension", extension("urn:attendant:coverage", row,
                                             {"status", "billing", "termination_reason", "paid_through",
                                              "grace_period", "pcp_provider_id", "other_coverage"})}});
  }
  void add_claim(const Object& row, const Object& delivery) {
    static const std::map<std::string, std::string> kLabels = {
        {"mental_health", "MH"}, {"substance_use", "SUD"}, {"hiv_sti", "HIV"}, {"reproductive", "SEX"}};
    Array items, labels;
    for (const auto& one : row.at("lines").as_array()) {
      const auto& line = one.as_object();
      items.push_back({{"sequence", line.at("line")},
                       {"servicedDate", line.at("service_date")},
                       {"productOrService", Object{{"text", line.at("description")}}},
                       {"category", concept_of(text(line, "service_type"))},
                       {"adjudication", amounts(line)},
                       {"extension", extension("urn:attendant:line", line, {"status"})}});
    }
    for (const auto& one : row.at("sensitive_categories").as_array())
      labels.push_back({{"code", kLabels.at(std::string(one.as_string()))}});
    auto extensions = extension("urn:attendant:claim", row,
                                {"status", "network", "received_date", "processed_date", "denial", "appeal",
                                 "info_request", "prior_auth_id", "eob_id"});
    if (!delivery.empty())
      extensions.push_back(extension("urn:attendant:eob", delivery,
                                     {"eob_id", "addressed_to", "issued_date", "channel", "delivery_status"})
                               .front());
    Object eob{{"id", "e-" + text(row, "claim_id")},
               {"use", "claim"},
               {"identifier", identifier("urn:attendant:claim-id", text(row, "claim_id"))},
               {"meta", Object{{"security", std::move(labels)}}},
               {"patient", reference(patient_of(text(row, "member_id")))},
               {"provider", reference("Practitioner/" + text(row, "provider_id"))},
               {"billablePeriod", Object{{"start", row.at("service_from")}, {"end", row.at("service_to")}}},
               {"item", std::move(items)},
               {"total", amounts(row.at("totals").as_object())},
               {"extension", std::move(extensions)}};
    if (const auto* payment = row.at("payment").if_object()) {
      eob["payment"] = Object{
          {"date", payment->at("date")},
          {"amount", Object{{"value", static_cast<double>(payment->at("amount_cents").as_int64()) / 100}}},
          {"extension", extension("urn:attendant:payment", *payment, {"method", "payee"})}};
    }
    add("ExplanationOfBenefit", std::move(eob));
  }
  void add_prior_auth(const Object& row) {
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : row)
      if (key != "prior_auth_id" && key != "member_id") keys.emplace_back(key);
    add("ExplanationOfBenefit",
        {{"id", "e-" + text(row, "prior_auth_id")},
         {"use", "preauthorization"},
         {"identifier", identifier("urn:attendant:claim-id", text(row, "prior_auth_id"))},
         {"patient", reference(patient_of(text(row, "member_id")))},
         {"extension", extension("urn:attendant:prior-auth", row, keys)}});
  }
  void add_provider(const Object& row) {
    const bool person = text(row, "kind") == "clinician";
    Object resource{{"id", row.at("provider_id")},
                    {"address", address_of(row)},
                    {"telecom", Array{Object{{"system", "phone"}, {"value", row.at("phone")}}}},
                    {"extension", extension("urn:attendant:provider", row,
                                            {"kind", "specialty", "network_status", "accepting_new_patients",
                                             "telehealth"})}};
    if (person)
      resource["name"] = Array{Object{{"text", row.at("name")}}};
    else
      resource["name"] = row.at("name");
    add(person ? "Practitioner" : "Organization", std::move(resource));
  }

  // ---- searches ----
  static std::string decoded(std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        made += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
      } else {
        made += text[i];
      }
    }
    return made;
  }
  static bool refers(const Object& resource, std::string_view key, std::string_view to) {
    const auto* value = resource.if_contains(key);
    return value != nullptr && text(value->as_object(), "reference").ends_with(to);
  }
  bool fits(const Object& resource, std::string_view key, const std::string& value) const {
    if (key == "identifier") {
      const auto& one = resource.at("identifier").as_array().front().as_object();
      return text(one, "system") + "|" + text(one, "value") == value;
    }
    if (key == "beneficiary" || key == "subscriber") return refers(resource, key, value);
    if (key == "patient") {
      for (const auto one : split(value, ','))
        if (refers(resource, key, one)) return true;
      return false;
    }
    return true;
  }
  Object bundle(const std::string& query) const {
    const auto question = query.find('?');
    const auto type = query.substr(0, question);
    std::size_t offset = 0;
    bool include = false;
    std::vector<std::pair<std::string, std::string>> wanted;
    for (const auto one : split(std::string_view(query).substr(question + 1), '&')) {
      const auto equals = one.find('=');
      const std::string key(one.substr(0, equals));
      const auto value = decoded(one.substr(equals + 1));
      if (key == "_offset") offset = std::stoul(value);
      if (key == "_include") include = true;
      if (!key.starts_with('_')) wanted.emplace_back(key, value);
    }
    std::vector<const Object*> found;
    const auto all = resources_.find(type);
    if (all != resources_.end()) {
      for (const auto& resource : all->second) {
        bool fit = true;
        for (const auto& [key, value] : wanted) fit = fit && fits(resource, key, value);
        if (fit) found.push_back(&resource);
      }
    }
    Array entries;
    for (std::size_t i = offset; i < std::min(found.size(), offset + page_size); ++i) {
      entries.push_back({{"resource", *found[i]}});
      if (!include) continue;
      for (const auto& patient : resources_.at("Patient"))
        if (refers(*found[i], "beneficiary", "Patient/" + text(patient, "id")))
          entries.push_back({{"resource", patient}});
    }
    Object made{{"resourceType", "Bundle"}, {"type", "searchset"}, {"entry", std::move(entries)}};
    if (offset + page_size < found.size()) {
      const auto base = query.substr(0, query.find("&_offset"));
      made["link"] =
          Array{Object{{"relation", "next"},
                       {"url", fmt::format("{}/{}&_offset={}", next_host, base, offset + page_size)}}};
    }
    return made;
  }

  std::string folder_;
  std::map<std::string, std::vector<Object>> resources_;
};

}  // namespace attendant::records::fhir
