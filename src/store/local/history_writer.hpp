// The way from shards to history: a bounded queue of rows and the one thread that writes them, many in a
// transaction. Shards call add() (never blocks on the disk); the rows of one call are written in the order
// they were added.
//
// While the disk is full or failing nothing is lost: rows wait, in order, and are tried again. Should the
// queue run over, the call whose row found no room gets no more rows, its end included: in history it stays
// open, and recovery at the next start completes it from its journal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <variant>

#include "base/result.hpp"
#include "store/history.hpp"
#include "store/local/sqlite_history.hpp"

namespace attendant::store::local {

struct NoteRow {
  CallId call;
  std::string key;
  std::string value;
};
struct MemberRow {
  CallId call;
  std::string member_id;
};
struct RecordedRow {
  CallId call;
};
using HistoryRow =
    std::variant<CallStart, TurnRow, ToolCallRow, NoteRow, MemberRow, RecordedRow, CallEnd, AuditRow>;

class HistoryWriter {
 public:
  // Called on the writer's thread.
  struct Listener {
    // After a row is stored (outbox, live view). An error is tried again with the same row, before any other.
    std::function<Status(const HistoryRow&)> stored;
    // A row that will not be stored: its call was erased, or the writer stops while the disk is full.
    std::function<void(const HistoryRow&, const Error&)> failed;
    // Rows wait because of this; told once for each time that it begins.
    std::function<void(const Error&)> waiting;
  };

  // `history` belongs to the writer's thread until the writer is destroyed (which writes what is queued).
  HistoryWriter(SqliteHistory& history, std::size_t capacity, Listener listener,
                std::chrono::milliseconds try_again_after = std::chrono::milliseconds(250));
  ~HistoryWriter();

  // Any thread. Error::exhausted when the queue is full, and for every later row of the same call.
  Status add(HistoryRow row);
  // Returns when all that was added before is stored. Shutdown and tests.
  void flush();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::store::local
