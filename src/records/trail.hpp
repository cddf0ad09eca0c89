// What calls left in the record store: the requests that were written for callers, and who looked at whose
// data. Sealed; found by call, by the hashes of members and by time. Functions over a Database; one thread at
// a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "insurance/record_store.hpp"
#include "records/sealer.hpp"
#include "sqlite/database.hpp"

namespace attendant::records {

// A write that was carried out: the back office works through them ("history requests").
struct Request {
  std::int64_t number = 0;
  WallTime at{};
  std::string call_id;
  std::string member_id;
  std::string kind;       // "schedule_callback", ...
  std::string reference;  // "CBK600001"
  std::string detail;     // JSON
  std::string answer;     // JSON of the ToolAnswer
};

// A look at a member's data, or a write.
struct AuditEntry {
  WallTime at{};
  std::string call_id;
  std::string identity;
  std::string asker_id;
  std::string subject_id;
  std::string tool;
  std::string action;  // "read" or the kind of the write
};

class Trail {
 public:
  // Both outlive the trail.
  Trail(sqlite::Database& database, const Sealer& sealer) : database_(database), sealer_(sealer) {}

  // Never given twice, also when requests were erased.
  Result<std::int64_t> next_number();
  Status add_request(std::string_view key, const Request& request);
  Result<std::optional<Request>> request_with_key(std::string_view key);
  Result<std::vector<Request>> requests(std::optional<WallTime> from);      // oldest first
  Result<std::vector<Request>> requests_of_call(std::string_view call_id);  // newest first

  Status add_audit(const insurance::Access& access, std::string_view action);
  // Of a subject, or of everybody when that is empty; oldest first.
  Result<std::vector<AuditEntry>> audit(std::string_view subject_id);

  // Calls in which the member's record was read or changed.
  Result<std::vector<std::string>> calls_about(std::string_view member_id);

  // How many rows went.
  Result<int> erase_call(std::string_view call_id);
  Result<int> erase_member(std::string_view member_id);
  Result<int> erase_audit_before(WallTime time);
  Result<int> erase_requests_before(WallTime time);

 private:
  Bytes member_hash(std::string_view member_id) const { return sealer_.hash("member", member_id); }
  Result<Request> open_request(const sqlite::Statement& row) const;
  Result<std::vector<Request>> open_requests(sqlite::Statement rows) const;
  Result<int> erase(sqlite::Statement statement);

  sqlite::Database& database_;
  const Sealer& sealer_;
};

}  // namespace attendant::records
