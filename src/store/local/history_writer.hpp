// The way from shards to history: a bounded queue of rows and the one thread that writes them, many in a
// transaction. Shards call add() (never blocks on the disk); the rows of one call are written in the order
// they were added.
#pragma once

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
  // Called on the writer's thread: after a row is stored (outbox, live view), and when one could not be.
  struct Listener {
    std::function<void(const HistoryRow&)> stored;
    std::function<void(const HistoryRow&, const Error&)> failed;
  };

  // `history` belongs to the writer's thread until the writer is destroyed (which writes what is queued).
  HistoryWriter(SqliteHistory& history, std::size_t capacity, Listener listener);
  ~HistoryWriter();

  // Any thread. Error::exhausted when the queue is full: the row is still in the journal, recovery can
  // project it.
  Status add(HistoryRow row);
  // Returns when all that was added before is stored. Shutdown and tests.
  void flush();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::store::local
