// Keeps the rows of calls: into history, and from there, once stored, into the outbox. add() from any shard,
// never blocks; the rest happens on the history writer's thread.
#pragma once

#include <map>
#include <string>

#include "base/clock.hpp"
#include "call/projection.hpp"
#include "events/cloud_event.hpp"
#include "events/file_outbox.hpp"
#include "store/local/history_writer.hpp"
#include "store/local/sqlite_history.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::app {

// What history keeps of a transfer: a note.
store::local::NoteRow transfer_note(const call::TransferRow& transfer);

class RowKeeper {
 public:
  // Both stores belong to the writer's thread until this is destroyed. `outbox` may be null: no events are
  // published.
  RowKeeper(store::local::SqliteHistory& history, events::FileOutbox* outbox, std::string source,
            const Clock& clock, telemetry::Registry& metrics, telemetry::Logger log);

  void add(call::Row row);
  void flush() { writer_.flush(); }

 private:
  Status publish(const store::local::HistoryRow& row);

  events::FileOutbox* outbox_;
  const Clock& clock_;
  events::EventMaker maker_;
  telemetry::Logger log_;
  telemetry::Counter& lost_;
  std::map<CallId, WallTime> started_;  // writer's thread: of calls that are open
  store::local::HistoryWriter writer_;  // last: its thread uses all of the above
};

}  // namespace attendant::app
