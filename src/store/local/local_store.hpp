// Everything a server keeps on its own disk, in one data directory:
//
//   journal/     segments (SegmentJournal)
//   history.db   SQLite (SqliteHistory)
//   recordings/  encrypted WAV streams (Recordings)
//
// It adds what concerns all three: recovery after a crash, erasure, retention. Storage pool or a command-line
// tool; one thread at a time.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "security/key_ring.hpp"
#include "store/journal.hpp"
#include "store/local/journal_reader.hpp"
#include "store/local/recordings.hpp"
#include "store/local/sqlite_history.hpp"

namespace attendant::store::local {

// How long each kind is kept; no days: for ever. A call goes with its transcript: key, rows, recording; so
// journals and recordings can be kept for fewer days than transcripts, not for more.
struct Retention {
  std::chrono::days journal{30};
  std::chrono::days recordings{90};
  std::chrono::days transcripts{365};
  std::chrono::days audit{6 * 365};
};
// What is older goes; nothing does when it is kept for ever.
std::optional<WallTime> expired_before(std::chrono::days kept, WallTime now);

struct RetentionReport {
  std::uint32_t segments = 0;
  std::uint32_t recordings = 0;
  std::vector<CallId> calls;  // erased from history, with their keys
};

struct RecoveryReport {
  std::uint32_t open_calls = 0;     // left without an end, ended now
  std::uint32_t torn_segments = 0;  // ended in a cut record
  std::vector<CallId> recovered;   // the open ones, and those that had ended but were not (wholly) in history
  std::vector<CallId> journalled;  // every call of the journals that were looked through
  std::vector<std::string> problems;  // one sentence for each call or segment that could not be read
};

// Writes the rows that the events of one call give, begin_call included if the journal tells more of it than
// its time. Called for each call that history does not know as ended; it is ended afterwards if the
// projection did not end it. Rows already there are written over with the same content.
using Project =
    std::function<Status(const CallId& call, std::span<const JournalRecord> records, History& history)>;

class LocalStore {
 public:
  static Result<std::unique_ptr<LocalStore>> open(const std::filesystem::path& directory,
                                                  security::KeyRing keys);

  SqliteHistory& history() { return *history_; }
  Recordings& recordings() { return recordings_; }
  const security::KeyRing& keys() const { return keys_; }
  std::filesystem::path journal_directory() const;

  // At start, before the first SegmentJournal of this directory is opened: ends every call that an earlier
  // process left open (reason "server stopped") and puts its segments away. Error::conflict when another
  // process is writing journals here.
  Result<RecoveryReport> recover(const Project& project);

  Result<std::vector<JournalRecord>> read_journal(const CallId& call) const;
  Result<ExportedRecording> export_wav(const CallId& call, const std::filesystem::path& wav);

  // Whether a server is having this call at the moment.
  Result<bool> is_live(const CallId& call) const;

  // The call's key (history and journal), its rows and its recording. Error::not_found when nothing of it is
  // here, Error::conflict when it is live. Leaves an audit record under the name of `actor`.
  Status erase(const CallId& call, std::string_view actor, WallTime now);

  Result<RetentionReport> run_retention(const Retention& retention, WallTime now);

 private:
  LocalStore(std::filesystem::path directory, security::KeyRing keys, std::unique_ptr<SqliteHistory> history);
  Status close_left_open(const JournalledCall& call, const Project& project);
  Status erase_parts(const CallId& call);
  Result<std::uint32_t> erase_segments_before(WallTime time);

  std::filesystem::path directory_;
  security::KeyRing keys_;
  std::unique_ptr<SqliteHistory> history_;
  Recordings recordings_;
};

}  // namespace attendant::store::local
