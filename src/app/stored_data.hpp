// All that a server keeps in its data directory, and the rules that concern every part of it: erasing and
// retention reach the store and the outbox alike. Storage pool or a command-line tool; one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "events/cloud_event.hpp"
#include "events/file_outbox.hpp"
#include "records/sqlite_store.hpp"
#include "security/key_ring.hpp"
#include "store/local/local_store.hpp"

namespace attendant::app {

// Where the record store is in the data directory.
std::filesystem::path records_file(const std::filesystem::path& data_directory);

// Where the index of the plan documents is.
std::filesystem::path documents_file(const std::filesystem::path& data_directory);

// Where the key-encryption key is: in the configured file, or in the data directory when none is named.
std::filesystem::path key_file_of(const std::filesystem::path& data_directory, const std::string& configured);

// How long each kind is kept; no days: for ever.
struct Keep {
  store::local::Retention calls;
  std::chrono::days events{365};
  std::chrono::days audit{6 * 365};  // who looked at whose data
  std::chrono::days requests{6 * 365};
};
// What retention took away.
struct KeptLess {
  store::local::RetentionReport calls;
  std::uint32_t event_files = 0;
  records::ErasedRows trail;
};

class StoredData {
 public:
  // Makes what is missing.
  static Result<std::unique_ptr<StoredData>> open(const std::filesystem::path& directory,
                                                  security::KeyRing keys);

  store::local::LocalStore& store() { return *store_; }
  events::FileOutbox& outbox() { return outbox_; }

  // Gives the outbox every event of these calls that it lacks, from history: after recover(), before calls
  // are taken. Calls that were erased are passed over.
  Status publish(std::span<const CallId> calls, const events::EventMaker& maker);

  // Store, outbox, and what the call left in the record store. Error::conflict when it is live.
  Status erase_call(const CallId& call, std::string_view actor, WallTime now);
  // Every call in which the member was identified or whose record was looked at, and the trail of the member
  // in the record store; returns the calls. Error::not_found when there is nothing, Error::conflict, with
  // nothing erased, when one of the calls is live.
  Result<std::vector<CallId>> erase_member(std::string_view member_id, std::string_view actor, WallTime now);
  Result<KeptLess> run_retention(const Keep& keep, WallTime now);

  // The record store beside the calls; null when no server has made it yet. A connection of its own.
  Result<std::unique_ptr<records::SqliteStore>> open_records() const;

 private:
  StoredData(std::unique_ptr<store::local::LocalStore> store, std::filesystem::path directory);
  Result<std::vector<CallId>> calls_of(std::string_view member_id, records::SqliteStore* records);

  std::filesystem::path directory_;
  std::unique_ptr<store::local::LocalStore> store_;
  events::FileOutbox outbox_;
};

}  // namespace attendant::app
