// The record store on SQLite: the default of a self-hosted server and of the demo. All that it holds of
// people is encrypted at rest (schema.hpp).
//
// Thread: any thread of the storage pool, one at a time (a mutex inside); every call may block on the disk. A
// read of a family takes well under a millisecond. What was written survives kill -9 (WAL), a power cut may
// cost the last writes of the audit trail but never tears a row.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "insurance/record_store.hpp"
#include "records/row_table.hpp"
#include "records/sealer.hpp"
#include "records/trail.hpp"
#include "security/key_ring.hpp"
#include "sqlite/database.hpp"

namespace attendant::records {

struct SqliteStoreOptions {
  std::string path = ":memory:";  // the database file
  std::string data;               // folder of JSON Lines files, loaded once into an empty database
  // What the store's own key is wrapped with. None: a random one, for stores in memory.
  std::optional<security::KeyRing> keys;
};

// How many rows of the trail went.
struct ErasedRows {
  int audit = 0;
  int requests = 0;
};

class SqliteStore final : public insurance::RecordStore {
 public:
  // Opens and, when the database has no records yet, loads `data`: all of it or an error that names file,
  // line and key. unsupported: the file is of another version.
  static Result<std::unique_ptr<SqliteStore>> open(const SqliteStoreOptions& options);

  std::shared_ptr<const insurance::Directory> directory() override { return directory_; }
  Result<std::optional<insurance::FamilyFile>> family_of(std::string_view member_id,
                                                         const insurance::Access& access) override;
  Result<std::optional<ToolAnswer>> written(std::string_view key) override;
  Result<std::optional<ToolAnswer>> made_in_call(std::string_view call_id, std::string_view member_id,
                                                 const insurance::Change& change) override;
  Result<ToolAnswer> write(const insurance::Write& write, const insurance::Access& access) override;
  Result<int> failures_since(std::string_view counter, WallTime since) override;
  Status add_failure(std::string_view counter, WallTime when) override;
  Status clear_failures(std::string_view counter) override;

  Result<std::vector<std::string>> member_ids();

  // For a store whose records come from elsewhere: what is known here of the family, without an audit row;
  // and the row, once something was looked at there.
  Result<std::optional<insurance::FamilyFile>> part_of_file(std::string_view member_id);
  Status add_read(const insurance::Access& access);

  // All that is written until the trial goes is forgotten with it: for simulated calls. One at a time, of a
  // store that nobody else writes to; the store outlives it.
  class Trial {
   public:
    explicit Trial(sqlite::Transaction transaction) : transaction_(std::move(transaction)) {}

   private:
    sqlite::Transaction transaction_;
  };
  Result<Trial> begin_trial();

  // What callers had changed or asked for, oldest first; who looked at whose data ("" = anybody's).
  Result<std::vector<Request>> requests(std::optional<WallTime> from);
  Result<std::vector<AuditEntry>> audit_of(std::string_view subject_id);

  // ---- erasing ---- What goes is overwritten (secure_delete, the log emptied). The insurer's own records
  // stay: they are not what calls left.
  Result<std::vector<std::string>> calls_about(std::string_view member_id);
  Result<int> erase_call(std::string_view call_id);
  Result<int> erase_member(std::string_view member_id);
  // Without a time nothing of that kind goes.
  Result<ErasedRows> erase_before(std::optional<WallTime> audit, std::optional<WallTime> requests);

 private:
  SqliteStore(std::unique_ptr<sqlite::Database> database, const Sealer& sealer);

  Status load_directory();
  Result<std::optional<insurance::FamilyFile>> file_unlocked(std::string_view member_id);
  Result<std::optional<ToolAnswer>> written_unlocked(std::string_view key);
  Status empty_log();

  std::mutex mutex_;  // one connection, one user at a time
  std::unique_ptr<sqlite::Database> database_;
  Sealer sealer_;
  RowTable rows_;
  Trail trail_;
  std::shared_ptr<const insurance::Directory> directory_;
};

}  // namespace attendant::records
