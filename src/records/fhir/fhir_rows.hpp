// FHIR R4 resources (http://hl7.org/fhir/R4) as rows of the insurer's files (data/demo/README.md), for the
// decoders of this room. Standard elements are read where FHIR has them (with the adjudication codes of CARIN
// Blue Button); what it has no element for stands in extensions "urn:attendant:claim", ":coverage",
// ":member",
// ":prior-auth", ":eob", ":provider", each a nested extension whose parts have the names of the row's keys.
// Where a part is missing the row has a careful default. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace attendant::records::fhir {

// Ids of the server's to ours.
struct Ids {
  std::map<std::string, std::string, std::less<>> member_of_patient;  // "Patient/17" -> member id
  std::string subscriber_id;
};

// The value of the identifier of a system; the resource's id when it has none of that system.
std::string identifier_of(const boost::json::object& resource, std::string_view system);
// "Patient/17", of "reference" as it is or as the end of a URL.
std::string reference_at(const boost::json::object& resource, std::string_view key);

boost::json::object member_row(const boost::json::object& patient, const boost::json::object& coverage,
                               std::string_view member_id, const Ids& ids);
boost::json::object coverage_row(const boost::json::object& coverage, const Ids& ids);
boost::json::object claim_row(const boost::json::object& eob, std::string_view claim_id, const Ids& ids);
boost::json::object prior_auth_row(const boost::json::object& eob, std::string_view id, const Ids& ids);
// How a copy of the explanation was sent; empty when the resource does not say.
boost::json::object delivery_row(const boost::json::object& eob, std::string_view claim_id, const Ids& ids);
// Whether a provider has what callers are told of one: a name, an address and a telephone number.
bool can_be_told(const boost::json::object& resource);
boost::json::object provider_row(const boost::json::object& resource, std::string_view provider_id);

}  // namespace attendant::records::fhir
