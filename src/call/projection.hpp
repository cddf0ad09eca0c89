// From the effects of the core to what is kept and published. Pure, so that a live call, recovery after a
// crash and a replay of the journal give the same rows.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "conversation/core.hpp"
#include "store/history.hpp"
#include "store/journal.hpp"

namespace attendant::call {

struct NoteRow {
  CallId call;
  std::string key, value;
};
struct MemberRow {
  CallId call;
  std::string member_id;
};
struct TransferRow {
  CallId call;
  WallTime at{};
  std::string target;
  bool reached = false;
};
struct RecordedRow {
  CallId call;
  WallTime at{};
};
using Row = std::variant<store::CallStart, store::TurnRow, store::ToolCallRow, NoteRow, MemberRow,
                         TransferRow, RecordedRow, store::CallEnd>;

// Follows one call: give it each event with its effects, take the rows.
class Projection {
 public:
  Projection(CallId call, WallTime started) : call_(std::move(call)), started_(started) {}

  std::vector<Row> rows(const conversation::Event& event, const std::vector<conversation::Effect>& effects);

 private:
  void turn_rows(const conversation::TurnRecord& turn, std::vector<Row>& out);

  CallId call_;
  WallTime started_;
  std::string member_id_;  // as far as it was told already
  std::string transfer_target_;
  std::uint32_t tool_calls_ = 0;
};

// Replays the journal of one call and gives all its rows; the CallStart without its key, which the journal
// itself holds. Records of other types are passed over. Error::invalid names the record that cannot be read.
Result<std::vector<Row>> project(const CallId& call, std::span<const store::JournalRecord> records,
                                 const conversation::Policy& policy);

// The first thing a call writes: who calls whom and when, which no event tells wholly.
inline constexpr std::string_view kStartRecord = "start";
std::string start_record(const store::CallStart& start);

// The type under which an event is journaled.
inline constexpr std::string_view kEventRecord = "event";
inline constexpr std::string_view kSnapshotRecord = "leg_snapshot";

}  // namespace attendant::call
