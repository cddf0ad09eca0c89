// Where parts of members' files are read, when that is not our own database: a FHIR server, a REST service.
// It only reads. What callers have changed, who looked and who is locked out stays here (JoinedStore).
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "insurance/records.hpp"
#include "net/http_client.hpp"

namespace attendant::records {

// Sends a request and waits for the whole response. Any thread that may wait; several at once.
using Fetch = std::function<Result<net::ClientResponse>(net::ClientRequest)>;

class FileSource {
 public:
  virtual ~FileSource() = default;

  // The parts that it has, by the names of data/demo's files: "members", "claims", ... The rest is read here.
  virtual const std::set<std::string, std::less<>>& kinds() const = 0;

  // Those parts of the file of the family that this member belongs to; empty when nobody has this id.
  // unavailable, timed_out: the service; invalid: what it says is no record, naming which.
  virtual Result<std::optional<insurance::FamilyFile>> family_of(std::string_view member_id) = 0;

  // All of them, read once at start; called only when "providers" is one of its kinds.
  virtual Result<std::vector<insurance::Provider>> providers() = 0;
};

}  // namespace attendant::records
