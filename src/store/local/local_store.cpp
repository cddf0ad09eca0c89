#include "store/local/local_store.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>

#include "store/local/journal_reader.hpp"
#include "store/local/segment.hpp"

namespace attendant::store::local {
namespace {

constexpr std::string_view kServerStopped = "server stopped";

bool was_written_to(const std::filesystem::path& segment) { return segment.extension() == kLiveExtension; }

// The row of a call whose begin never came to history. What else is known of it the projection adds.
Status begin_from_journal(History& history, const JournalledCall& call) {
  CallStart start{.call = call.call,
                  .started = call.opened,
                  .direction = "unknown",
                  .channel = "unknown",
                  .caller = {},
                  .called = {},
                  .versions = {},
                  .wrapped_key = call.wrapped_key};
  return history.begin_call(start);
}

Error in_directory(const std::filesystem::path& path, const std::error_code& error) {
  return {.code = ErrorCode::unavailable, .message = path.string() + ": " + error.message()};
}

}  // namespace

std::optional<WallTime> expired_before(std::chrono::days kept, WallTime now) {
  if (kept.count() == 0) return std::nullopt;
  return now - kept;
}

Result<std::unique_ptr<LocalStore>> LocalStore::open(const std::filesystem::path& directory,
                                                     security::KeyRing keys) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return fail(in_directory(directory, error));
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  TRY_ASSIGN(auto history, SqliteHistory::open(directory / "history.db", keys));
  return std::unique_ptr<LocalStore>(new LocalStore(directory, std::move(keys), std::move(history)));
}

LocalStore::LocalStore(std::filesystem::path directory, security::KeyRing keys,
                       std::unique_ptr<SqliteHistory> history)
    : directory_(std::move(directory)),
      keys_(std::move(keys)),
      history_(std::move(history)),
      recordings_(directory_ / "recordings") {}

std::filesystem::path LocalStore::journal_directory() const { return directory_ / "journal"; }

// ---- recovery ----

Status LocalStore::close_left_open(const JournalledCall& call, const Project& project) {
  if (call.wrapped_key.empty()) return {};  // erased while it ran, or its first record was lost
  if (!history_->call_key(call.call)) TRY(begin_from_journal(*history_, call));
  // Without a readable journal the row is ended all the same.
  Status projected;
  if (const auto records = read_journal(call.call)) {
    projected = project(call.call, *records, *history_);
  } else {
    projected = fail(records.error());
  }
  if (recordings_.has(call.call)) TRY(history_->set_recorded(call.call));
  TRY_ASSIGN(const bool ended, history_->is_ended(call.call));
  if (!ended) {
    TRY(history_->end_call({.call = call.call, .ended = call.last, .reason = std::string(kServerStopped)}));
  }
  return projected;
}

Result<RecoveryReport> LocalStore::recover(const Project& project) {
  RecoveryReport report;
  TRY_ASSIGN(auto segments, list_segments(journal_directory()));
  std::erase_if(segments, [](const auto& segment) { return !was_written_to(segment); });

  if (const auto used = std::ranges::find_if(segments, in_use); used != segments.end()) {
    return fail(ErrorCode::conflict, "another server is writing to " + used->string() + ": stop it first");
  }

  std::vector<std::filesystem::path> unused;
  const auto calls = list_calls(segments, [&](const auto& segment, const Result<SegmentEnd>& end) {
    if (!end) {
      report.problems.push_back(end.error().message);
    } else if (end->torn) {
      ++report.torn_segments;
    } else if (end->records == 0) {
      unused.push_back(segment);
    }
  });
  for (const JournalledCall& call : calls) {
    report.journalled.push_back(call.call);
    TRY_ASSIGN(const bool ended, history_->is_ended(call.call));
    if (ended) continue;
    report.recovered.push_back(call.call);
    if (!call.closed) ++report.open_calls;
    if (auto closed = close_left_open(call, project); !closed) {
      report.problems.push_back("call " + call.call.value() + ": " + closed.error().message);
    }
  }
  // History must be on the disk before the journal's word is no longer asked for.
  TRY(history_->empty_log());
  for (const auto& segment : segments) {
    std::error_code error;
    if (std::ranges::find(unused, segment) != unused.end()) {
      std::filesystem::remove(segment, error);
    } else {
      auto archived = segment;
      std::filesystem::rename(segment, archived.replace_extension(kArchiveExtension), error);
    }
    if (error) return fail(in_directory(segment, error));
  }
  return report;
}

// ---- reading ----

Result<std::vector<JournalRecord>> LocalStore::read_journal(const CallId& call) const {
  return read_call(journal_directory(), call, keys_);
}

Result<ExportedRecording> LocalStore::export_wav(const CallId& call, const std::filesystem::path& wav) {
  TRY_ASSIGN(const auto key, history_->call_key(call));
  return recordings_.export_wav(call, key.key, wav);
}

// ---- erasure and retention ----

Status LocalStore::erase_parts(const CallId& call) {
  TRY(erase_call_key(journal_directory(), call));
  TRY(recordings_.erase(call));
  return history_->erase_call(call);
}

Result<bool> LocalStore::is_live(const CallId& call) const {
  TRY_ASSIGN(const bool ended, history_->is_ended(call));
  if (ended) return false;
  TRY_ASSIGN(const auto segments, list_segments(journal_directory()));
  std::vector<std::filesystem::path> written_to;
  std::ranges::copy_if(segments, std::back_inserter(written_to),
                       [](const auto& segment) { return was_written_to(segment) && in_use(segment); });
  const auto calls = list_calls(written_to, [](const auto&, const auto&) {});
  return std::ranges::any_of(
      calls, [&](const JournalledCall& known) { return known.call == call && !known.closed; });
}

Status LocalStore::erase(const CallId& call, std::string_view actor, WallTime now) {
  TRY_ASSIGN(const bool live, is_live(call));
  if (live)
    return fail(ErrorCode::conflict, "the call " + call.value() + " is going on: erase it when it has ended");
  const auto known = history_->call_key(call);
  if (!known && known.error().code == ErrorCode::not_found && !recordings_.has(call)) {
    const auto journal = read_journal(call);
    if (!journal && journal.error().code == ErrorCode::not_found) return fail(journal.error());
  }
  TRY(erase_parts(call));
  TRY(history_->add_audit({.at = now,
                           .actor = std::string(actor),
                           .action = "erase call",
                           .call = call,
                           .member_id = {},
                           .detail = {}}));
  return history_->empty_log();
}

Result<RetentionReport> LocalStore::run_retention(const Retention& retention, WallTime now) {
  RetentionReport report;
  if (const auto time = expired_before(retention.transcripts, now)) {
    TRY_ASSIGN(report.calls, history_->calls_ended_before(*time));
  }
  for (const CallId& call : report.calls) TRY(erase_parts(call));
  if (const auto time = expired_before(retention.recordings, now)) {
    TRY_ASSIGN(report.recordings, recordings_.erase_before(*time));
  }
  if (const auto time = expired_before(retention.journal, now)) {
    TRY_ASSIGN(report.segments, erase_segments_before(*time));
  }
  if (const auto time = expired_before(retention.audit, now)) TRY(history_->erase_audit_before(*time));
  if (!report.calls.empty() || report.recordings > 0 || report.segments > 0) {
    TRY(history_->add_audit({.at = now,
                             .actor = "retention",
                             .action = "erase expired",
                             .call = std::nullopt,
                             .member_id = {},
                             .detail = std::to_string(report.calls.size()) + " calls, " +
                                       std::to_string(report.recordings) + " recordings, " +
                                       std::to_string(report.segments) + " journal segments"}));
  }
  TRY(history_->empty_log());
  return report;
}

// A segment goes as a whole: when its last record is old enough and no call in it is still open.
Result<std::uint32_t> LocalStore::erase_segments_before(WallTime time) {
  TRY_ASSIGN(const auto segments, list_segments(journal_directory()));
  std::uint32_t erased = 0;
  for (const auto& segment : segments) {
    if (in_use(segment)) continue;
    bool readable = true;
    const auto calls =
        list_calls(std::span(&segment, 1), [&](const auto&, const auto& end) { readable = end.has_value(); });
    bool expired = readable;
    for (const JournalledCall& call : calls) {
      if (!expired) break;
      TRY_ASSIGN(const bool ended, history_->is_ended(call.call));
      expired = ended && call.last < time;
    }
    if (!expired) continue;
    std::error_code error;
    std::filesystem::remove(segment, error);
    if (error) return fail(in_directory(segment, error));
    ++erased;
  }
  return erased;
}

}  // namespace attendant::store::local
