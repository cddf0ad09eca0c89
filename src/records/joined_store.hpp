// A record store of two halves: parts of members' files from elsewhere (FileSource), and our own database for
// the rest of them and for all that calls leave: requests, audit, lock-out (SqliteStore).
//
// What a caller has changed is a request in our database, for the back office ("attendant history requests");
// what comes from elsewhere shows it when it was worked through there. Thread: as SqliteStore; a read also
// waits for the service.
#pragma once

#include <memory>

#include "insurance/record_store.hpp"
#include "records/file_source.hpp"
#include "records/sqlite_store.hpp"

namespace attendant::records {

class JoinedStore final : public insurance::RecordStore {
 public:
  // `local` outlives the store.
  static Result<std::unique_ptr<JoinedStore>> open(std::unique_ptr<FileSource> source, SqliteStore& local);

  std::shared_ptr<const insurance::Directory> directory() override { return directory_; }
  Result<std::optional<insurance::FamilyFile>> family_of(std::string_view member_id,
                                                         const insurance::Access& access) override;
  Result<std::optional<ToolAnswer>> written(std::string_view key) override { return local_.written(key); }
  Result<std::optional<ToolAnswer>> made_in_call(std::string_view call_id, std::string_view member_id,
                                                 const insurance::Change& change) override {
    return local_.made_in_call(call_id, member_id, change);
  }
  Result<ToolAnswer> write(const insurance::Write& write, const insurance::Access& access) override {
    return local_.write(write, access);
  }
  Result<int> failures_since(std::string_view counter, WallTime since) override {
    return local_.failures_since(counter, since);
  }
  Status add_failure(std::string_view counter, WallTime when) override {
    return local_.add_failure(counter, when);
  }
  Status clear_failures(std::string_view counter) override { return local_.clear_failures(counter); }

 private:
  JoinedStore(std::unique_ptr<FileSource> source, SqliteStore& local)
      : source_(std::move(source)), local_(local) {}

  std::unique_ptr<FileSource> source_;
  SqliteStore& local_;
  std::shared_ptr<const insurance::Directory> directory_;
};

}  // namespace attendant::records
