#include "app/row_keeper.hpp"

#include <type_traits>
#include <utility>

namespace attendant::app {
namespace {

namespace local = store::local;

constexpr std::size_t kQueueCapacity = 16'384;

local::HistoryRow to_history(call::Row row) {
  return std::visit(
      [](auto&& r) -> local::HistoryRow {
        using R = std::decay_t<decltype(r)>;
        if constexpr (std::is_same_v<R, call::NoteRow>)
          return local::NoteRow{.call = r.call, .key = r.key, .value = r.value};
        else if constexpr (std::is_same_v<R, call::MemberRow>)
          return local::MemberRow{.call = r.call, .member_id = r.member_id};
        else if constexpr (std::is_same_v<R, call::RecordedRow>)
          return local::RecordedRow{.call = r.call};
        else if constexpr (std::is_same_v<R, call::TransferRow>)
          return transfer_note(r);
        else
          return std::forward<decltype(r)>(r);
      },
      std::move(row));
}

}  // namespace

local::NoteRow transfer_note(const call::TransferRow& transfer) {
  return {.call = transfer.call,
          .key = std::string(events::kTransferNote),
          .value = events::transfer_note(transfer.target, transfer.reached)};
}

RowKeeper::RowKeeper(local::SqliteHistory& history, events::FileOutbox* outbox, std::string source,
                     const Clock& clock, telemetry::Registry& metrics, telemetry::Logger log)
    : outbox_(outbox),
      clock_(clock),
      maker_(std::move(source), events::Texts::leave_out),
      log_(std::move(log)),
      lost_(metrics.counter("attendant_history_rows_lost_total",
                            "Rows that could not be stored; the journal still has what they tell")),
      writer_(history, kQueueCapacity,
              {.stored = [this](const local::HistoryRow& row) { return publish(row); },
               .failed =
                   [this](const local::HistoryRow&, const Error& error) {
                     lost_.add();
                     log_.error("history row", error);
                   },
               .waiting = [this](const Error& error) { log_.error("history waits", error); }}) {}

void RowKeeper::add(call::Row row) {
  if (const auto added = writer_.add(to_history(std::move(row))); !added) {
    lost_.add();
    log_.error("history queue", added.error());
  }
}

Status RowKeeper::publish(const local::HistoryRow& row) {
  if (outbox_ == nullptr) return {};
  return std::visit(
      [this](const auto& r) -> Status {
        using R = std::decay_t<decltype(r)>;
        if constexpr (std::is_same_v<R, store::CallStart>) {
          started_[r.call] = r.started;
          return outbox_->append(maker_.call_started(r));
        } else if constexpr (std::is_same_v<R, store::TurnRow>) {
          return outbox_->append(maker_.turn(r, started_[r.call]));
        } else if constexpr (std::is_same_v<R, store::ToolCallRow>) {
          return outbox_->append(maker_.tool(r, started_[r.call]));
        } else if constexpr (std::is_same_v<R, local::NoteRow>) {
          const auto event = maker_.noted(r.call, clock_.wall(), r.key, r.value);
          if (event) return outbox_->append(*event);
        } else if constexpr (std::is_same_v<R, local::RecordedRow>) {
          TRY(outbox_->append(maker_.recording_ready(r.call, clock_.wall())));
          return outbox_->finish(r.call);  // the last event of a recorded call comes after its end
        } else if constexpr (std::is_same_v<R, store::CallEnd>) {
          TRY(outbox_->append(maker_.call_ended(r)));
          TRY(outbox_->finish(r.call));
          started_.erase(r.call);
        }
        return {};
      },
      row);
}

}  // namespace attendant::app
