#include "records/fhir/fhir_source.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "net/url.hpp"
#include "records/family_rows.hpp"
#include "records/second_try.hpp"

namespace attendant::records::fhir {
namespace {

namespace json = boost::json;
using insurance::FamilyFile;

constexpr int kMostPages = 100;
constexpr std::size_t kMostResources = 20'000;
constexpr const char* kPageSize = "_count=200";

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool is_a(const json::object& resource, std::string_view type) {
  return text_at(resource, "resourceType") == type;
}

std::string encoded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain)
      made += c;
    else
      made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return made;
}

std::string place_of(const json::object& resource) {
  return text_at(resource, "resourceType") + "/" + text_at(resource, "id");
}

Status add(FamilyFile& file, std::string_view kind, const json::object& row, const json::object& resource) {
  auto added = add_row(file, kind, row);
  return added ? added : Status(fail(std::move(added).error().in(place_of(resource))));
}

}  // namespace

std::string outcome_code(std::string_view body) {
  boost::system::error_code error;
  const auto value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr || !is_a(*object, "OperationOutcome")) return {};
  const auto* issues = object->if_contains("issue");
  if (issues == nullptr || !issues->is_array() || issues->get_array().empty()) return {};
  const auto* first = issues->get_array().front().if_object();
  return first == nullptr ? std::string() : text_at(*first, "code").substr(0, 40);
}

FhirSource::FhirSource(FhirOptions options, Fetch fetch, const Clock& clock)
    : options_(std::move(options)), fetch_(with_second_try(std::move(fetch), clock)), clock_(clock) {
  while (options_.url.ends_with('/')) options_.url.pop_back();
}

const std::set<std::string, std::less<>>& FhirSource::kinds() const {
  static const std::set<std::string, std::less<>> kKinds = {"members",     "coverage", "claims",
                                                            "prior_auths", "eob",      "providers"};
  return kKinds;
}

// ---- searching ----

Result<json::object> FhirSource::page(const std::string& url, Instant until) {
  net::ClientRequest request{.url = url, .headers = options_.headers};
  request.headers.emplace_back("Accept", "application/fhir+json");
  // A server that overlooks a parameter it does not know would give everybody's resources.
  request.headers.emplace_back("Prefer", "handling=strict");
  request.deadline = std::min(clock_.now() + options_.deadline, until);
  TRY_ASSIGN(const auto response, fetch_(std::move(request)));
  const int status = response.head.status;
  if (status != 200) {
    const auto code = outcome_code(response.body);
    return fail(
        status == 401 || status == 403 ? ErrorCode::refused : ErrorCode::unavailable,
        fmt::format("the FHIR server answered status {}{}{}", status, code.empty() ? "" : ", ", code));
  }
  boost::system::error_code error;
  auto value = json::parse(response.body, error);
  auto* bundle = error ? nullptr : value.if_object();
  if (bundle == nullptr || !is_a(*bundle, "Bundle"))
    return fail(ErrorCode::invalid, "the FHIR server's answer is no Bundle");
  return std::move(*bundle);
}

Result<std::string> FhirSource::next_page(const json::object& bundle) const {
  const auto* links = bundle.if_contains("link");
  if (links == nullptr || !links->is_array()) return std::string();
  for (const auto& one : links->get_array()) {
    const auto* link = one.if_object();
    if (link == nullptr || text_at(*link, "relation") != "next") continue;
    auto url = text_at(*link, "url");
    if (!url.contains("://")) return options_.url + (url.starts_with('/') ? "" : "/") + url;
    // Credentials go to the server that was configured.
    TRY_ASSIGN(const auto ours, net::parse_url(options_.url));
    TRY_ASSIGN(const auto theirs, net::parse_url(url));
    if (ours.origin() != theirs.origin())
      return fail(ErrorCode::refused, "the FHIR server's next page is on another server");
    return url;
  }
  return std::string();
}

Result<FhirSource::Resources> FhirSource::search(const std::string& query, Instant until) {
  Resources resources;
  std::string url = options_.url + "/" + query + (query.contains('?') ? "&" : "?") + kPageSize;
  for (int i = 0; i < kMostPages; ++i) {
    TRY_ASSIGN(json::object bundle, page(url, until));
    if (auto* entries = bundle.if_contains("entry"); entries != nullptr && entries->is_array()) {
      for (auto& one : entries->get_array()) {
        auto* entry = one.if_object();
        auto* resource = entry == nullptr ? nullptr : entry->if_contains("resource");
        if (resource != nullptr && resource->is_object())
          resources.push_back(std::move(resource->get_object()));
      }
    }
    if (resources.size() > kMostResources)
      return fail(ErrorCode::exhausted,
                  fmt::format("the FHIR server gave more than {} resources", kMostResources));
    TRY_ASSIGN(url, next_page(bundle));
    if (url.empty()) return resources;
  }
  return fail(ErrorCode::exhausted,
              fmt::format("the FHIR server's answer has more than {} pages", kMostPages));
}

// ---- a family ----

// Whatever else the answer holds: notes on the search (OperationOutcome), or patients whom nobody asked for.
Result<std::optional<json::object>> FhirSource::patient_of(std::string_view member_id, Instant until) {
  TRY_ASSIGN(
      auto found,
      search("Patient?identifier=" + encoded(options_.member_system) + "%7C" + encoded(member_id), until));
  std::erase_if(found, [&](const json::object& resource) {
    return !is_a(resource, "Patient") || identifier_of(resource, options_.member_system) != member_id;
  });
  if (found.empty()) return std::optional<json::object>();
  if (found.size() > 1)
    return fail(ErrorCode::invalid, "the FHIR server has more than one Patient of the same member id");
  return std::optional(std::move(found.front()));
}

Result<std::optional<FamilyFile>> FhirSource::family_of(std::string_view member_id) {
  const Instant until = clock_.now() + 2 * options_.deadline;
  TRY_ASSIGN(const auto asked, patient_of(member_id, until));
  if (!asked) return std::optional<FamilyFile>();
  const auto patient = place_of(*asked);
  TRY_ASSIGN(const auto own, search("Coverage?beneficiary=" + encoded(patient), until));
  const auto covered = std::ranges::find_if(own, [&](const json::object& resource) {
    return is_a(resource, "Coverage") && reference_at(resource, "beneficiary") == patient;
  });
  if (covered == own.end()) return std::optional<FamilyFile>();
  const auto subscriber = reference_at(*covered, "subscriber");
  TRY_ASSIGN(auto found,
             search("Coverage?subscriber=" + encoded(subscriber) + "&_include=Coverage:beneficiary", until));
  std::erase_if(found, [&](const json::object& resource) {
    return is_a(resource, "Coverage") && reference_at(resource, "subscriber") != subscriber;
  });

  Ids ids;
  std::string family;
  for (const auto& resource : found) {
    const bool beneficiary = std::ranges::any_of(found, [&](const json::object& one) {
      return is_a(one, "Coverage") && reference_at(one, "beneficiary") == place_of(resource);
    });
    if (!is_a(resource, "Patient") || !beneficiary) continue;
    const auto reference = place_of(resource);
    if (ids.member_of_patient.contains(reference)) continue;
    ids.member_of_patient[reference] = identifier_of(resource, options_.member_system);
    family += (family.empty() ? "" : ",") + reference;
  }
  const auto head = ids.member_of_patient.find(subscriber);
  if (head == ids.member_of_patient.end())
    return fail(ErrorCode::invalid, "the FHIR server has a coverage whose subscriber it does not give");
  ids.subscriber_id = head->second;

  FamilyFile file;
  file.subscriber_id = ids.subscriber_id;
  for (const auto& coverage : found) {
    if (!is_a(coverage, "Coverage")) continue;
    TRY(add(file, "coverage", coverage_row(coverage, ids), coverage));
    for (const auto& resource : found) {
      if (!is_a(resource, "Patient") || place_of(resource) != reference_at(coverage, "beneficiary")) continue;
      if (file.member(ids.member_of_patient[place_of(resource)]) != nullptr) continue;  // of a page before
      TRY(add(file, "members", member_row(resource, coverage, ids.member_of_patient[place_of(resource)], ids),
              resource));
    }
  }
  TRY_ASSIGN(const auto explanations, search("ExplanationOfBenefit?patient=" + encoded(family), until));
  for (const auto& eob : explanations) {
    const bool of_family = ids.member_of_patient.contains(reference_at(eob, "patient"));
    if (!is_a(eob, "ExplanationOfBenefit") || !of_family) continue;
    if (const auto status = text_at(eob, "status"); status == "entered-in-error" || status == "draft")
      continue;
    const auto id = identifier_of(eob, options_.claim_system);
    if (text_at(eob, "use") == "preauthorization") {
      TRY(add(file, "prior_auths", prior_auth_row(eob, id, ids), eob));
      continue;
    }
    TRY(add(file, "claims", claim_row(eob, id, ids), eob));
    if (const auto delivery = delivery_row(eob, id, ids); !delivery.empty())
      TRY(add(file, "eob", delivery, eob));
  }
  return std::optional(std::move(file));
}

Result<std::vector<insurance::Provider>> FhirSource::providers() {
  std::vector<insurance::Provider> providers;
  for (const auto* type : {"Practitioner", "Organization"}) {
    TRY_ASSIGN(const auto found, search(type));
    for (const auto& resource : found) {
      if (!is_a(resource, type) || !can_be_told(resource)) continue;
      auto added = add_provider(providers, provider_row(resource, text_at(resource, "id")));
      if (!added) return fail(std::move(added).error().in(place_of(resource)));
    }
  }
  return providers;
}

}  // namespace attendant::records::fhir
