#include "app/stored_data.hpp"

namespace attendant::app {

std::filesystem::path default_key_file(const std::filesystem::path& data_directory) {
  return data_directory / "key";
}

Result<std::unique_ptr<StoredData>> StoredData::open(const std::filesystem::path& directory,
                                                     security::KeyRing keys) {
  TRY_ASSIGN(auto store, store::local::LocalStore::open(directory, std::move(keys)));
  return std::unique_ptr<StoredData>(new StoredData(std::move(store), directory / "outbox"));
}

StoredData::StoredData(std::unique_ptr<store::local::LocalStore> store, const std::filesystem::path& outbox)
    : store_(std::move(store)), outbox_(outbox) {}

Status StoredData::publish(std::span<const CallId> calls, const events::EventMaker& maker) {
  for (const CallId& call : calls) {
    TRY_ASSIGN(const auto detail, store_->history().show(call));
    for (const auto& event : maker.all(detail)) TRY(outbox_.append(event));
    TRY(outbox_.finish(call));
  }
  return {};
}

Status StoredData::erase_call(const CallId& call, std::string_view actor, WallTime now) {
  TRY(store_->erase(call, actor, now));
  return outbox_.erase(call);
}

Result<std::vector<CallId>> StoredData::erase_member(std::string_view member_id, std::string_view actor,
                                                     WallTime now) {
  TRY_ASSIGN(auto calls, store_->history().calls_of_member(member_id));
  if (calls.empty()) return fail(ErrorCode::not_found, "no call of this member is kept");
  for (const CallId& call : calls) TRY(erase_call(call, actor, now));
  return calls;
}

Result<store::local::RetentionReport> StoredData::run_retention(const store::local::Retention& retention,
                                                                WallTime now) {
  TRY_ASSIGN(auto report, store_->run_retention(retention, now));
  for (const CallId& call : report.calls) TRY(outbox_.erase(call));
  if (const auto erased = outbox_.erase_before(now - retention.transcripts); !erased)
    return fail(erased.error());
  return report;
}

}  // namespace attendant::app
