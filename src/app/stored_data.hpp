// All that a server keeps in its data directory, and the rules that concern every part of it: erasing and
// retention reach the store and the outbox alike. Storage pool or a command-line tool; one thread at a time.
#pragma once

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
#include "security/key_ring.hpp"
#include "store/local/local_store.hpp"

namespace attendant::app {

// Where the key-encryption key is when the configuration names no file.
std::filesystem::path default_key_file(const std::filesystem::path& data_directory);

class StoredData {
 public:
  // Makes what is missing.
  static Result<std::unique_ptr<StoredData>> open(const std::filesystem::path& directory,
                                                  security::KeyRing keys);

  store::local::LocalStore& store() { return *store_; }
  events::FileOutbox& outbox() { return outbox_; }

  // Gives the outbox every event of these calls that it lacks, from history: after recover(), before calls
  // are taken.
  Status publish(std::span<const CallId> calls, const events::EventMaker& maker);

  Status erase_call(const CallId& call, std::string_view actor, WallTime now);
  // Every call in which the member was identified; returns them. Error::not_found when there is none.
  Result<std::vector<CallId>> erase_member(std::string_view member_id, std::string_view actor, WallTime now);
  // Events go with the transcripts they tell of.
  Result<store::local::RetentionReport> run_retention(const store::local::Retention& retention, WallTime now);

 private:
  StoredData(std::unique_ptr<store::local::LocalStore> store, const std::filesystem::path& outbox);

  std::unique_ptr<store::local::LocalStore> store_;
  events::FileOutbox outbox_;
};

}  // namespace attendant::app
