#include "store/local/sqlite_history.hpp"

#include <algorithm>
#include <map>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "security/aead.hpp"
#include "store/local/history_schema.hpp"
#include "store/local/sqlite.hpp"

namespace attendant::store::local {
namespace {

std::int64_t to_integer(WallTime time) { return time.time_since_epoch().count(); }
WallTime to_time(std::int64_t value) { return WallTime(std::chrono::milliseconds(value)); }
std::optional<std::int64_t> to_integer(TurnTimings::Stage stage) {
  if (!stage) return std::nullopt;
  return stage->count();
}
TurnTimings::Stage to_stage(std::optional<std::int64_t> value) {
  if (!value) return std::nullopt;
  return std::chrono::milliseconds(*value);
}

// Seals and opens the text columns of one call. `place` (column and row) is bound into the seal, so that
// texts cannot be exchanged within the database.
class TextCipher {
 public:
  TextCipher(const CallId& call, const security::Key& call_key)
      : call_(call.value()), key_(call_key.derive("history")) {}

  Bytes seal(std::string_view place, std::string_view text) const {
    const std::string bound = call_ + "/" + std::string(place);
    return security::seal_with_random_nonce(key_, as_bytes(bound), as_bytes(text));
  }
  Result<std::string> open(std::string_view place, BytesView sealed) const {
    const std::string bound = call_ + "/" + std::string(place);
    auto bytes = security::open_with_own_nonce(key_, as_bytes(bound), sealed);
    if (!bytes) return fail(bytes.error().in("history of " + bound));
    return std::string(bytes->begin(), bytes->end());
  }

 private:
  std::string call_;
  security::Key key_;
};

constexpr std::size_t kMostCiphers = 4096;

std::string place(std::string_view table, std::uint32_t row, std::string_view column) {
  return std::string(table) + "/" + std::to_string(row) + "/" + std::string(column);
}

}  // namespace

class SqliteHistory::Impl {
 public:
  Impl(std::unique_ptr<Database> database, const security::KeyRing& keys, const security::Key& index_key)
      : database_(std::move(database)), keys_(keys), index_key_(index_key) {}

  Database& database() { return *database_; }

  // Finds a member's calls without telling who it is to whoever reads the file.
  Bytes member_hash(std::string_view member_id) const {
    const auto hash = index_key_.derive("member " + std::string(member_id));
    return {hash.bytes().begin(), hash.bytes().end()};
  }

  Result<security::CallKey> call_key(const CallId& call) {
    auto statement = database_->prepare("SELECT wrapped FROM keys WHERE call = ?");
    TRY_ASSIGN(const bool found, statement.bind(call.value()).step());
    if (!found) return fail(ErrorCode::not_found, "there is no call " + call.value() + " (any more)");
    return keys_.unwrap(call, statement.blob(0));
  }

  // Writing many rows of a live call needs its key again and again.
  Result<const TextCipher*> cipher(const CallId& call) {
    const auto known = ciphers_.find(call);
    if (known != ciphers_.end()) return &known->second;
    TRY_ASSIGN(const auto key, call_key(call));
    if (ciphers_.size() >= kMostCiphers) ciphers_.clear();  // rows that came after the end of their call
    return &ciphers_.emplace(call, TextCipher(call, key.key)).first->second;
  }
  void forget(const CallId& call) { ciphers_.erase(call); }

  Result<std::vector<CallId>> call_ids(Statement& statement) {
    std::vector<CallId> calls;
    while (true) {
      TRY_ASSIGN(const bool row, statement.step());
      if (!row) return calls;
      calls.emplace_back(statement.text(0));
    }
  }

 private:
  std::unique_ptr<Database> database_;
  security::KeyRing keys_;
  security::Key index_key_;
  std::map<CallId, TextCipher> ciphers_;  // of calls that are being written
};

namespace {

constexpr std::string_view kIndexKey = "index key of history";

Result<security::Key> index_key(Database& database, const security::KeyRing& keys) {
  {
    auto insert = database.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)");
    TRY(insert.bind(kIndexKey).bind(BytesView(keys.wrap(kIndexKey, security::Key::random()))).run());
  }
  auto select = database.prepare("SELECT value FROM meta WHERE key = ?");
  TRY(select.bind(kIndexKey).step());
  return keys.unwrap_key(kIndexKey, select.blob(0));
}

}  // namespace

Result<std::unique_ptr<SqliteHistory>> SqliteHistory::open(const std::filesystem::path& file,
                                                           const security::KeyRing& keys) {
  TRY_ASSIGN(auto database, Database::open(file));
  if (auto prepared = prepare_schema(*database); !prepared) return fail(prepared.error().in(file.string()));
  TRY_ASSIGN(const auto index, index_key(*database, keys));
  auto impl = std::make_unique<Impl>(std::move(database), keys, index);
  return std::unique_ptr<SqliteHistory>(new SqliteHistory(std::move(impl)));
}

SqliteHistory::SqliteHistory(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SqliteHistory::~SqliteHistory() = default;

// ---- writing
// -----------------------------------------------------------------------------------------------------

Status SqliteHistory::begin_call(const CallStart& start) {
  TRY_ASSIGN(const bool erased, is_erased(start.call));
  if (erased) return fail(ErrorCode::refused, "the call " + start.call.value() + " was erased");
  if (!start.wrapped_key.empty()) {
    // A key that is there stays: texts are sealed with it.
    TRY(impl_->database()
            .prepare("INSERT OR IGNORE INTO keys (call, wrapped) VALUES (?, ?)")
            .bind(start.call.value())
            .bind(BytesView(start.wrapped_key))
            .run());
  }
  TRY_ASSIGN(const auto* cipher, impl_->cipher(start.call));
  return impl_->database()
      .prepare(
          "INSERT INTO calls (call, started, direction, channel, caller, called, versions) VALUES (?, ?, ?, "
          "?, ?, ?, ?) "
          "ON CONFLICT (call) DO UPDATE SET started = excluded.started, direction = excluded.direction, "
          "channel = excluded.channel, caller = excluded.caller, called = excluded.called, versions = "
          "excluded.versions")
      .bind(start.call.value())
      .bind(to_integer(start.started))
      .bind(start.direction)
      .bind(start.channel)
      .bind(BytesView(cipher->seal("caller", start.caller)))
      .bind(BytesView(cipher->seal("called", start.called)))
      .bind(boost::json::serialize(start.versions))
      .run();
}

Status SqliteHistory::add_turn(const TurnRow& turn) {
  TRY_ASSIGN(const auto* cipher, impl_->cipher(turn.call));
  const auto row = turn.turn.value();
  return impl_->database()
      .prepare(
          "INSERT OR REPLACE INTO turns (call, turn, at, caller, agent, interrupted, intents, asked, "
          "end_of_speech, "
          "decision, text, audio_queued, audio_on_wire) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(turn.call.value())
      .bind(std::int64_t{row})
      .bind(std::int64_t{turn.at.count()})
      .bind(BytesView(cipher->seal(place("turn", row, "caller"), turn.caller)))
      .bind(BytesView(cipher->seal(place("turn", row, "agent"), turn.agent)))
      .bind(std::int64_t{turn.interrupted ? 1 : 0})
      .bind(BytesView(cipher->seal(place("turn", row, "intents"), turn.intents)))
      .bind(turn.asked)
      .bind(to_integer(turn.timings.end_of_speech))
      .bind(to_integer(turn.timings.decision))
      .bind(to_integer(turn.timings.text))
      .bind(to_integer(turn.timings.audio_queued))
      .bind(to_integer(turn.timings.audio_on_wire))
      .run();
}

Status SqliteHistory::add_tool_call(const ToolCallRow& tool) {
  TRY_ASSIGN(const auto* cipher, impl_->cipher(tool.call));
  return impl_->database()
      .prepare(
          "INSERT OR REPLACE INTO tool_calls (call, id, turn, name, arguments, outcome, answer, at, took) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(tool.call.value())
      .bind(std::int64_t{tool.id})
      .bind(std::int64_t{tool.turn.value()})
      .bind(tool.name)
      .bind(BytesView(cipher->seal(place("tool", tool.id, "arguments"), tool.arguments)))
      .bind(tool.outcome)
      .bind(BytesView(cipher->seal(place("tool", tool.id, "answer"), tool.answer)))
      .bind(std::int64_t{tool.at.count()})
      .bind(std::int64_t{tool.took.count()})
      .run();
}

Status SqliteHistory::add_note(const CallId& call, std::string_view key, std::string_view value) {
  TRY_ASSIGN(const auto* cipher, impl_->cipher(call));
  if (key == "outcome") {  // a word of a fixed list, to be searched for
    TRY(impl_->database()
            .prepare("UPDATE calls SET outcome = ? WHERE call = ?")
            .bind(value)
            .bind(call.value())
            .run());
  }
  return impl_->database()
      .prepare("INSERT OR REPLACE INTO notes (call, key, value) VALUES (?, ?, ?)")
      .bind(call.value())
      .bind(key)
      .bind(BytesView(cipher->seal("note/" + std::string(key), value)))
      .run();
}

Status SqliteHistory::set_member(const CallId& call, std::string_view member_id) {
  return impl_->database()
      .prepare("INSERT OR IGNORE INTO members (member, call) VALUES (?, ?)")
      .bind(BytesView(impl_->member_hash(member_id)))
      .bind(call.value())
      .run();
}

Status SqliteHistory::set_recorded(const CallId& call) {
  return impl_->database().prepare("UPDATE calls SET recorded = 1 WHERE call = ?").bind(call.value()).run();
}

Status SqliteHistory::end_call(const CallEnd& end) {
  impl_->forget(end.call);
  return impl_->database()
      .prepare("UPDATE calls SET ended = ?, reason = ? WHERE call = ?")
      .bind(to_integer(end.ended))
      .bind(end.reason)
      .bind(end.call.value())
      .run();
}

Status SqliteHistory::add_audit(const AuditRow& row) {
  auto statement = impl_->database().prepare(
      "INSERT INTO audit (at, actor, action, call, member, detail) VALUES (?, ?, ?, ?, ?, ?)");
  statement.bind(to_integer(row.at)).bind(row.actor).bind(row.action);
  if (row.call) {
    statement.bind(row.call->value());
  } else {
    statement.bind_null();
  }
  if (row.member_id.empty()) {
    statement.bind_null();
  } else {
    statement.bind(BytesView(impl_->member_hash(row.member_id)));
  }
  return statement.bind(row.detail).run();
}

Status SqliteHistory::begin_batch() { return impl_->database().execute("BEGIN IMMEDIATE"); }
Status SqliteHistory::commit_batch() { return impl_->database().execute("COMMIT"); }

// ---- reading
// -----------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view kSummaryColumns =
    "SELECT call, started, ended, reason, direction, channel, outcome, recorded, "
    "(SELECT count(*) FROM turns WHERE turns.call = calls.call AND turn > 0), "
    "(SELECT count(*) FROM tool_calls WHERE tool_calls.call = calls.call), caller, called, versions FROM "
    "calls ";

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
    TRY_ASSIGN(turn.caller, cipher.open(place("turn", number, "caller"), statement.blob(2)));
    TRY_ASSIGN(turn.agent, cipher.open(place("turn", number, "agent"), statement.blob(3)));
    TRY_ASSIGN(turn.intents, cipher.open(place("turn", number, "intents"), statement.blob(5)));
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
    TRY_ASSIGN(tool.arguments, cipher.open(place("tool", id, "arguments"), statement.blob(3)));
    TRY_ASSIGN(tool.answer, cipher.open(place("tool", id, "answer"), statement.blob(5)));
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

Result<std::vector<CallSummary>> SqliteHistory::list(const CallFilter& filter) {
  static const std::string kSql =
      std::string(kSummaryColumns) +
      "WHERE (?1 IS NULL OR started >= ?1) AND (?2 IS NULL OR started < ?2) "
      "AND (?3 IS NULL OR call IN (SELECT call FROM members WHERE member = ?3)) "
      "AND (?4 = '' OR outcome = ?4) AND (?5 = 0 OR ended IS NULL) ORDER BY started DESC, call DESC LIMIT ?6";
  auto statement = impl_->database().prepare(kSql);
  const auto optional_time = [](const std::optional<WallTime>& time) -> std::optional<std::int64_t> {
    return time ? std::optional(to_integer(*time)) : std::nullopt;
  };
  statement.bind(optional_time(filter.from)).bind(optional_time(filter.before));
  if (filter.member_id.empty()) {
    statement.bind_null();
  } else {
    statement.bind(BytesView(impl_->member_hash(filter.member_id)));
  }
  statement.bind(filter.outcome)
      .bind(std::int64_t{filter.open_only ? 1 : 0})
      .bind(std::int64_t{filter.limit});

  std::vector<CallSummary> calls;
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) return calls;
    CallSummary summary = read_summary(statement);
    TRY_ASSIGN(summary.median_answer, median_answer(impl_->database(), summary.call));
    calls.push_back(std::move(summary));
  }
}

Result<CallDetail> SqliteHistory::show(const CallId& call) {
  TRY_ASSIGN(const auto key, call_key(call));
  const TextCipher cipher(call, key.key);
  static const std::string kSql = std::string(kSummaryColumns) + "WHERE call = ?";
  auto statement = impl_->database().prepare(kSql);
  TRY_ASSIGN(const bool found, statement.bind(call.value()).step());
  if (!found) return fail(ErrorCode::not_found, "there is no call " + call.value() + " in history");

  CallDetail detail{.summary = read_summary(statement)};
  TRY_ASSIGN(detail.summary.median_answer, median_answer(impl_->database(), call));
  TRY_ASSIGN(detail.caller, cipher.open("caller", statement.blob(10)));
  TRY_ASSIGN(detail.called, cipher.open("called", statement.blob(11)));
  boost::json::error_code invalid;
  const auto versions = boost::json::parse(statement.text(12), invalid);
  if (!invalid && versions.is_object()) detail.versions = versions.get_object();
  TRY(read_turns(impl_->database(), cipher, detail));
  TRY(read_tools(impl_->database(), cipher, detail));
  TRY(read_notes(impl_->database(), cipher, detail));
  return detail;
}

// ---- keys, erasure, retention
// ------------------------------------------------------------------------------------

Result<security::CallKey> SqliteHistory::call_key(const CallId& call) { return impl_->call_key(call); }

Result<std::vector<CallId>> SqliteHistory::calls_of_member(std::string_view member_id) {
  auto statement = impl_->database().prepare("SELECT call FROM members WHERE member = ? ORDER BY call");
  statement.bind(BytesView(impl_->member_hash(member_id)));
  return impl_->call_ids(statement);
}

Result<std::vector<CallId>> SqliteHistory::calls_ended_before(WallTime time) {
  auto statement = impl_->database().prepare("SELECT call FROM calls WHERE ended < ? ORDER BY ended");
  statement.bind(to_integer(time));
  return impl_->call_ids(statement);
}

Result<bool> SqliteHistory::is_ended(const CallId& call) {
  auto statement = impl_->database().prepare(
      "SELECT 1 FROM calls WHERE call = ?1 AND ended IS NOT NULL UNION SELECT 1 FROM erased WHERE call = ?1");
  return statement.bind(call.value()).step();
}

Status SqliteHistory::erase_call(const CallId& call) {
  impl_->forget(call);
  Database& database = impl_->database();
  TRY(database.execute("SAVEPOINT erase"));
  const auto erase = [&]() -> Status {
    for (const std::string_view sql :
         {"DELETE FROM keys WHERE call = ?", "DELETE FROM calls WHERE call = ?",
          "DELETE FROM turns WHERE call = ?", "DELETE FROM tool_calls WHERE call = ?",
          "DELETE FROM notes WHERE call = ?", "DELETE FROM members WHERE call = ?",
          "INSERT OR IGNORE INTO erased (call) VALUES (?)"}) {
      TRY(database.prepare(sql).bind(call.value()).run());
    }
    return {};
  };
  const Status erased = erase();
  TRY(database.execute(erased ? "RELEASE erase" : "ROLLBACK TO erase; RELEASE erase"));
  return erased;
}

Result<bool> SqliteHistory::is_erased(const CallId& call) {
  return impl_->database().prepare("SELECT 1 FROM erased WHERE call = ?").bind(call.value()).step();
}

Status SqliteHistory::erase_audit_before(WallTime time) {
  return impl_->database().prepare("DELETE FROM audit WHERE at < ?").bind(to_integer(time)).run();
}

Status SqliteHistory::empty_log() { return impl_->database().execute("PRAGMA wal_checkpoint(TRUNCATE)"); }

}  // namespace attendant::store::local
