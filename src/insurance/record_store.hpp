// Where the records are kept: the one interface between the rules (here) and a database (src/records).
//
// Threads: every call may block on a disk and belongs on the storage pool; an implementation serialises what
// it must, so that several pool threads may share one store.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/tool_answer.hpp"
#include "insurance/changes.hpp"
#include "insurance/records.hpp"

namespace attendant::insurance {

// Who looks at a member's data and why; every look leaves one row with it.
struct Access {
  std::string call_id;
  std::string identity;    // "none", "member", "member_zip", "provider_office", "representative"
  std::string asker_id;    // member id that was proved, or empty
  std::string subject_id;  // whose data; empty when the read is of no one's in particular
  std::string tool;
  WallTime when;
};

// A write that was decided, and the answer that the caller gets for it. kReference in its sentences and facts
// stands for the number that the store gives.
struct Write {
  std::string key;  // idempotency: one key, one row, for ever
  Change change;
  std::string member_id;  // whose record changes; empty for a stranger's complaint or call-back
  ToolAnswer answer;
};

class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // Plans and providers, loaded once: an immutable snapshot.
  virtual std::shared_ptr<const Directory> directory() = 0;

  // The file of the family that this member belongs to, audited; empty when nobody has this id.
  virtual Result<std::optional<FamilyFile>> family_of(std::string_view member_id, const Access& access) = 0;

  // The answer that was given when this key was written, or empty.
  virtual Result<std::optional<ToolAnswer>> written(std::string_view key) = 0;

  // The answer to this very change of this member's record where the call made it already, and has not set
  // the value otherwise since; or empty.
  virtual Result<std::optional<ToolAnswer>> made_in_call(std::string_view call_id, std::string_view member_id,
                                                         const Change& change) = 0;

  // Carries out the write with its audit row in one transaction and gives back the answer with the reference
  // filled in; a key that is there already changes nothing and gives the first answer. conflict: the record
  // no longer allows it.
  virtual Result<ToolAnswer> write(const Write& write, const Access& access) = 0;

  // Failed verifications of a counter ("member:NW12345678", "source:+1312...") since a time.
  virtual Result<int> failures_since(std::string_view counter, WallTime since) = 0;
  virtual Status add_failure(std::string_view counter, WallTime when) = 0;
  virtual Status clear_failures(std::string_view counter) = 0;
};

}  // namespace attendant::insurance
