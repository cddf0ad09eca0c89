// Members, coverage, claims, authorizations and providers from a FHIR R4 server. What FHIR has no everyday
// home for (plan terms, accumulators, bills) stays with the other half of the JoinedStore.
//
// Searches: Patient by identifier, Coverage by beneficiary and by subscriber (with the beneficiaries),
// ExplanationOfBenefit by the family's patients, Practitioner and Organization; pages are followed. Thread:
// whoever calls; each search waits for the server.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "records/fhir/fhir_rows.hpp"
#include "records/file_source.hpp"

namespace attendant::records::fhir {

struct FhirOptions {
  std::string url;                                           // "https://fhir.example/r4"
  std::vector<std::pair<std::string, std::string>> headers;  // Authorization
  std::string member_system = "urn:attendant:member-id";     // of the identifier that callers know
  std::string claim_system = "urn:attendant:claim-id";
  std::chrono::milliseconds deadline{
      1500};  // of one request; a family's requests together have twice as long
};

class FhirSource final : public FileSource {
 public:
  // `clock` outlives the source.
  FhirSource(FhirOptions options, Fetch fetch, const Clock& clock);

  const std::set<std::string, std::less<>>& kinds() const override;
  Result<std::optional<insurance::FamilyFile>> family_of(std::string_view member_id) override;
  Result<std::vector<insurance::Provider>> providers() override;

 private:
  using Resources = std::vector<boost::json::object>;

  // The resources of all pages of a search ("Coverage?beneficiary=Patient/17"), until then.
  Result<Resources> search(const std::string& query, Instant until = Instant::max());
  Result<boost::json::object> page(const std::string& url, Instant until);
  // The one whom callers know by this id; nothing: nobody. invalid: more than one.
  Result<std::optional<boost::json::object>> patient_of(std::string_view member_id, Instant until);
  // Where the next page is; empty: there is none. refused: on another server.
  Result<std::string> next_page(const boost::json::object& bundle) const;

  FhirOptions options_;
  Fetch fetch_;
  const Clock& clock_;
};

// The whole of an OperationOutcome's first issue that may be logged: its code ("not-found"), nothing else.
std::string outcome_code(std::string_view body);

}  // namespace attendant::records::fhir
