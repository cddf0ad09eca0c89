// History in one SQLite file (WAL). Texts, arguments, answers and numbers are sealed with the call's key; a
// member is found by a keyed hash. Threads: see store::History; another process may read the same file
// meanwhile.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "security/key_ring.hpp"
#include "store/history.hpp"

namespace attendant::store::local {

class SqliteHistory final : public History {
 public:
  static Result<std::unique_ptr<SqliteHistory>> open(const std::filesystem::path& file,
                                                     const security::KeyRing& keys);
  ~SqliteHistory() override;

  Status begin_call(const CallStart& start) override;
  Status add_turn(const TurnRow& turn) override;
  Status add_tool_call(const ToolCallRow& tool) override;
  Status add_note(const CallId& call, std::string_view key, std::string_view value) override;
  Status set_member(const CallId& call, std::string_view member_id) override;
  Status set_recorded(const CallId& call) override;
  Status end_call(const CallEnd& end) override;
  Status add_audit(const AuditRow& row) override;
  Result<std::vector<CallSummary>> list(const CallFilter& filter) override;
  Result<CallDetail> show(const CallId& call) override;

  // Many rows in one transaction: between begin and commit a crash undoes all of them.
  Status begin_batch();
  Status commit_batch();
  void roll_back_batch();  // also after an error that ended the transaction by itself

  Result<security::CallKey> call_key(const CallId& call);  // Error::not_found when erased
  Result<std::vector<CallId>> calls_of_member(std::string_view member_id);
  Result<std::vector<CallId>> calls_ended_before(WallTime time);
  Result<bool> is_ended(const CallId& call);  // or erased

  // Rows and key of a call, overwritten in the database (secure_delete). A mark remains that the call was
  // erased, so that recovery does not bring it back. Then call empty_log().
  Status erase_call(const CallId& call);
  Result<bool> is_erased(const CallId& call);
  Status erase_audit_before(WallTime time);
  // Moves the write-ahead log into the database and empties it: earlier contents of erased rows are gone
  // afterwards.
  Status empty_log();

 private:
  class Impl;
  explicit SqliteHistory(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::store::local
