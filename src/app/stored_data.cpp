#include "app/stored_data.hpp"

#include <algorithm>

namespace attendant::app {

std::filesystem::path records_file(const std::filesystem::path& data_directory) {
  return data_directory / "records.db";
}

std::filesystem::path documents_file(const std::filesystem::path& data_directory) {
  return data_directory / "documents.db";
}

std::filesystem::path key_file_of(const std::filesystem::path& data_directory,
                                  const std::string& configured) {
  return !configured.empty() ? std::filesystem::path(configured) : data_directory / "key";
}

Result<std::unique_ptr<StoredData>> StoredData::open(const std::filesystem::path& directory,
                                                     security::KeyRing keys) {
  TRY_ASSIGN(auto store, store::local::LocalStore::open(directory, std::move(keys)));
  return std::unique_ptr<StoredData>(new StoredData(std::move(store), directory));
}

StoredData::StoredData(std::unique_ptr<store::local::LocalStore> store, std::filesystem::path directory)
    : directory_(std::move(directory)), store_(std::move(store)), outbox_(directory_ / "outbox") {}

Result<std::unique_ptr<records::SqliteStore>> StoredData::open_records() const {
  const auto file = records_file(directory_);
  if (!std::filesystem::exists(file)) return std::unique_ptr<records::SqliteStore>();
  auto opened = records::SqliteStore::open({.path = file.string(), .data = {}, .keys = store_->keys()});
  // A server that is being started for the first time has not loaded them yet.
  if (!opened && opened.error().code == ErrorCode::not_found) return std::unique_ptr<records::SqliteStore>();
  return opened;
}

Status StoredData::publish(std::span<const CallId> calls, const events::EventMaker& maker) {
  for (const CallId& call : calls) {
    if (outbox_.is_whole(call, store_->recordings().has(call))) continue;
    const auto detail = store_->history().show(call);
    if (!detail && detail.error().code == ErrorCode::not_found) continue;
    if (!detail) return fail(detail.error());
    for (const auto& event : maker.all(*detail)) TRY(outbox_.append(event));
    TRY(outbox_.finish(call));
  }
  return {};
}

// ---- erasing ----

Status StoredData::erase_call(const CallId& call, std::string_view actor, WallTime now) {
  const auto erased = store_->erase(call, actor, now);
  if (!erased && erased.error().code != ErrorCode::not_found) return erased;
  TRY(outbox_.erase(call));
  TRY_ASSIGN(const auto records, open_records());
  if (!records) return erased;
  TRY_ASSIGN(const int rows, records->erase_call(call.value()));
  return rows > 0 ? Status() : erased;
}

Result<std::vector<CallId>> StoredData::calls_of(std::string_view member_id, records::SqliteStore* records) {
  TRY_ASSIGN(auto calls, store_->history().calls_of_member(member_id));
  if (records == nullptr) return calls;
  TRY_ASSIGN(const auto about, records->calls_about(member_id));
  for (const std::string& call : about) {
    if (std::ranges::find(calls, CallId(call)) == calls.end()) calls.emplace_back(call);
  }
  return calls;
}

Result<std::vector<CallId>> StoredData::erase_member(std::string_view member_id, std::string_view actor,
                                                     WallTime now) {
  TRY_ASSIGN(const auto records, open_records());
  TRY_ASSIGN(auto calls, calls_of(member_id, records.get()));
  for (const CallId& call : calls) {
    TRY_ASSIGN(const bool live, store_->is_live(call));
    if (live) {
      return fail(ErrorCode::conflict, "nothing was erased: the member's call " + call.value() +
                                           " is going on; try again when it has ended");
    }
  }
  if (calls.empty()) return fail(ErrorCode::not_found, "nothing of this member is kept");
  for (const CallId& call : calls) {
    // What is older than the retention of calls is in the record store only.
    if (const auto erased = erase_call(call, actor, now);
        !erased && erased.error().code != ErrorCode::not_found)
      return fail(erased.error());
  }
  if (records) TRY(records->erase_member(member_id));
  return calls;
}

// ---- retention ----

Result<KeptLess> StoredData::run_retention(const Keep& keep, WallTime now) {
  using store::local::expired_before;
  KeptLess gone;
  TRY_ASSIGN(gone.calls, store_->run_retention(keep.calls, now));
  for (const CallId& call : gone.calls.calls) TRY(outbox_.erase(call));
  if (const auto time = expired_before(keep.events, now)) {
    TRY_ASSIGN(gone.event_files, outbox_.erase_before(*time));
  }
  TRY_ASSIGN(const auto records, open_records());
  if (records) {
    TRY_ASSIGN(gone.trail,
               records->erase_before(expired_before(keep.audit, now), expired_before(keep.requests, now)));
  }
  return gone;
}

}  // namespace attendant::app
