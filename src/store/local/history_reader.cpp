#include "store/local/history_reader.hpp"

#include <string>
#include <utility>

#include <boost/json/parse.hpp>

namespace attendant::store::local {
namespace {

WallTime to_time(std::int64_t value) { return WallTime(std::chrono::milliseconds(value)); }
std::optional<std::int64_t> to_integer(const std::optional<WallTime>& time) {
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}
TurnTimings::Stage to_stage(std::optional<std::int64_t> value) {
  if (!value) return std::nullopt;
  return std::chrono::milliseconds(*value);
}

constexpr std::string_view kSummaryColumns =
    "SELECT call, started, ended, reason, direction, channel, outcome, recorded, "
    "(SELECT count(*) FROM turns WHERE turns.call = calls.call AND turn > 0), "
    "(SELECT count(*) FROM tool_calls WHERE tool_calls.call = calls.call), caller, called, versions, "
    "model_cost FROM calls ";

CallSummary read_summary(const Statement& row) {
  CallSummary summary{.call = CallId(row.text(0)), .started = to_time(row.integer(1))};
  if (const auto ended = row.maybe_integer(2)) summary.ended = to_time(*ended);
  summary.reason = row.text(3);
  summary.direction = row.text(4);
  summary.channel = row.text(5);
  summary.outcome = row.text(6);
  summary.recorded = row.integer(7) != 0;
  summary.turns = static_cast<std::uint32_t>(row.integer(8));
  summary.tool_calls = static_cast<std::uint32_t>(row.integer(9));
  summary.model_cost = row.text(13);
  return summary;
}

Result<TurnTimings::Stage> median_answer(Database& database, const CallId& call) {
  auto statement = database.prepare(
      "SELECT audio_on_wire - end_of_speech AS took FROM turns WHERE call = ? AND took IS NOT NULL ORDER BY "
      "took");
  statement.bind(call.value());
  std::vector<std::int64_t> took;
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) break;
    took.push_back(statement.integer(0));
  }
  if (took.empty()) return TurnTimings::Stage{};
  return TurnTimings::Stage(std::chrono::milliseconds(took[(took.size() - 1) / 2]));
}

Status read_turns(Database& database, const TextCipher& cipher, CallDetail& detail) {
  auto statement = database.prepare(
      "SELECT turn, at, caller, agent, interrupted, intents, asked, end_of_speech, decision, text, "
      "audio_queued, "
      "audio_on_wire FROM turns WHERE call = ? ORDER BY turn");
  statement.bind(detail.summary.call.value());
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
    const auto number = static_cast<std::uint32_t>(statement.integer(0));
    TurnRow turn{.call = detail.summary.call,
                 .turn = TurnId(number),
                 .at = std::chrono::milliseconds(statement.integer(1)),
                 .caller = {},
                 .agent = {},
                 .interrupted = statement.integer(4) != 0,
                 .intents = {},
                 .asked = statement.text(6),
                 .timings = {.end_of_speech = to_stage(statement.maybe_integer(7)),
                             .decision = to_stage(statement.maybe_integer(8)),
                             .text = to_stage(statement.maybe_integer(9)),
                             .audio_queued = to_stage(statement.maybe_integer(10)),
                             .audio_on_wire = to_stage(statement.maybe_integer(11))}};
    TRY_ASSIGN(turn.caller, cipher.open(column_place("turn", number, "caller"), statement.blob(2)));
    TRY_ASSIGN(turn.agent, cipher.open(column_place("turn", number, "agent"), statement.blob(3)));
    TRY_ASSIGN(turn.intents, cipher.open(column_place("turn", number, "intents"), statement.blob(5)));
    detail.turns.push_back(std::move(turn));
  }
}

Status read_tools(Database& database, const TextCipher& cipher, CallDetail& detail) {
  auto statement = database.prepare(
      "SELECT id, turn, name, arguments, outcome, answer, at, took FROM tool_calls WHERE call = ? ORDER BY "
      "id");
  statement.bind(detail.summary.call.value());
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
    const auto id = static_cast<std::uint32_t>(statement.integer(0));
    ToolCallRow tool{.call = detail.summary.call,
                     .id = id,
                     .turn = TurnId(static_cast<std::uint32_t>(statement.integer(1))),
                     .name = statement.text(2),
                     .arguments = {},
                     .outcome = statement.text(4),
                     .answer = {},
                     .at = std::chrono::milliseconds(statement.integer(6)),
                     .took = std::chrono::milliseconds(statement.integer(7))};
    TRY_ASSIGN(tool.arguments, cipher.open(column_place("tool", id, "arguments"), statement.blob(3)));
    TRY_ASSIGN(tool.answer, cipher.open(column_place("tool", id, "answer"), statement.blob(5)));
    detail.tools.push_back(std::move(tool));
  }
}

Status read_notes(Database& database, const TextCipher& cipher, CallDetail& detail) {
  auto statement = database.prepare("SELECT key, value FROM notes WHERE call = ? ORDER BY key");
  statement.bind(detail.summary.call.value());
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
    const std::string key = statement.text(0);
    TRY_ASSIGN(auto value, cipher.open("note/" + key, statement.blob(1)));
    detail.notes.emplace_back(key, std::move(value));
  }
}

}  // namespace

Result<std::vector<CallSummary>> read_list(Database& database, const CallFilter& filter,
                                           const std::optional<Bytes>& member) {
  static const std::string kSql =
      std::string(kSummaryColumns) +
      "WHERE (?1 IS NULL OR started >= ?1) AND (?2 IS NULL OR started < ?2) "
      "AND (?3 IS NULL OR call IN (SELECT call FROM members WHERE member = ?3)) "
      "AND (?4 = '' OR outcome = ?4) AND (?5 = 0 OR ended IS NULL) ORDER BY started DESC, call DESC LIMIT ?6";
  auto statement = database.prepare(kSql);
  statement.bind(to_integer(filter.from)).bind(to_integer(filter.before));
  if (member) {
    statement.bind(BytesView(*member));
  } else {
    statement.bind_null();
  }
  statement.bind(filter.outcome)
      .bind(std::int64_t{filter.open_only ? 1 : 0})
      .bind(std::int64_t{filter.limit});

  std::vector<CallSummary> calls;
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) return calls;
    CallSummary summary = read_summary(statement);
    TRY_ASSIGN(summary.median_answer, median_answer(database, summary.call));
    calls.push_back(std::move(summary));
  }
}

Result<CallDetail> read_detail(Database& database, const CallId& call, const TextCipher& cipher) {
  static const std::string kSql = std::string(kSummaryColumns) + "WHERE call = ?";
  auto statement = database.prepare(kSql);
  TRY_ASSIGN(const bool found, statement.bind(call.value()).step());
  if (!found) return fail(ErrorCode::not_found, "there is no call " + call.value() + " in history");

  CallDetail detail{.summary = read_summary(statement)};
  TRY_ASSIGN(detail.summary.median_answer, median_answer(database, call));
  TRY_ASSIGN(detail.caller, cipher.open("caller", statement.blob(10)));
  TRY_ASSIGN(detail.called, cipher.open("called", statement.blob(11)));
  boost::json::error_code invalid;
  const auto versions = boost::json::parse(statement.text(12), invalid);
  if (!invalid && versions.is_object()) detail.versions = versions.get_object();
  TRY(read_turns(database, cipher, detail));
  TRY(read_tools(database, cipher, detail));
  TRY(read_notes(database, cipher, detail));
  return detail;
}

}  // namespace attendant::store::local
