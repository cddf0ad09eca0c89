// Parts of members' files from a REST service that answers in JSON: where each part is asked for, where its
// rows are in the answer, and what their keys are called there, is configuration. What comes out are rows of
// the insurer's files (data/demo/README.md), checked as strictly as those. Thread: whoever calls; each
// request waits.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "records/file_source.hpp"

namespace attendant::records::rest {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// One part of a family's file ("claims").
struct Part {
  std::string kind;
  std::string path;   // "/families/{member_id}/claims"; {member_id} is the id that was asked for
  std::string list;   // path to the rows in the answer ("data.items"); empty: the answer is the list
  Pairs keys{};       // our key = their path: "claim_id" = "number", "totals.billed_cents" = "billed"
  Pairs constants{};  // our key = a JSON value, for what the service does not say: "billing" = "\"employer\""
};

struct RestOptions {
  std::string url;  // "https://records.example/api"
  Pairs headers;    // credentials
  std::vector<Part> parts;
  std::chrono::milliseconds deadline{1500};  // of one request
};

// A row under our names: a copy of theirs with keys and constants put in. Keys that are not mapped keep
// theirs. invalid, naming the key: a constant is no JSON.
Result<boost::json::object> mapped_row(const Part& part, const boost::json::object& theirs);

class RestSource final : public FileSource {
 public:
  // `clock` outlives the source.
  RestSource(RestOptions options, Fetch fetch, const Clock& clock);

  const std::set<std::string, std::less<>>& kinds() const override { return kinds_; }
  // A 404 of the part "members" says that nobody has this id; of another part, that it is empty.
  Result<std::optional<insurance::FamilyFile>> family_of(std::string_view member_id) override;
  Result<std::vector<insurance::Provider>> providers() override;

 private:
  using Rows = std::vector<boost::json::object>;
  // Nothing: the service answered 404.
  Result<std::optional<Rows>> rows_of(const Part& part, std::string_view member_id);

  RestOptions options_;
  Fetch fetch_;
  const Clock& clock_;
  std::set<std::string, std::less<>> kinds_;
};

}  // namespace attendant::records::rest
