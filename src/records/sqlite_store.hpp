// The record store on SQLite: the default of a self-hosted server and of the demo.
//
// Thread: any thread of the storage pool, one at a time (a mutex inside); every call may block on the disk. A
// read of a family takes well under a millisecond. What was written survives kill -9 (WAL), a power cut may
// cost the last writes of the audit trail but never tears a row.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "insurance/record_store.hpp"
#include "records/database.hpp"

namespace attendant::records {

struct SqliteStoreOptions {
  std::string path = ":memory:";  // the database file
  std::string data;               // folder of JSON Lines files, loaded once into an empty database
};

class SqliteStore final : public insurance::RecordStore {
 public:
  // Opens and, when the database has no records yet, loads `data`: all of it or an error that names file,
  // line and key.
  static Result<std::unique_ptr<SqliteStore>> open(const SqliteStoreOptions& options);

  std::shared_ptr<const insurance::Directory> directory() override { return directory_; }
  Result<std::optional<insurance::FamilyFile>> family_of(std::string_view member_id,
                                                         const insurance::Access& access) override;
  Result<std::optional<ToolAnswer>> written(std::string_view key) override;
  Result<ToolAnswer> write(const insurance::Write& write, const insurance::Access& access) override;
  Result<int> failures_since(std::string_view counter, WallTime since) override;
  Status add_failure(std::string_view counter, WallTime when) override;
  Status clear_failures(std::string_view counter) override;

  Result<std::vector<std::string>> member_ids();

  // How many audit rows there are of a subject ("" = all), for tests and `history`.
  Result<int> audit_count(std::string_view subject_id);

 private:
  explicit SqliteStore(Database database) : database_(std::move(database)) {}

  Status load_directory();
  Result<std::optional<ToolAnswer>> written_unlocked(std::string_view key);
  Status audit(const insurance::Access& access, std::string_view action);

  std::mutex mutex_;  // one connection, one user at a time
  Database database_;
  std::shared_ptr<const insurance::Directory> directory_;
};

}  // namespace attendant::records
