#include "store/local/sqlite_history.hpp"

#include <map>
#include <string>
#include <utility>

#include <boost/json/serialize.hpp>

#include "store/local/history_reader.hpp"
#include "store/local/history_schema.hpp"
#include "store/local/sqlite.hpp"
#include "store/local/text_cipher.hpp"

namespace attendant::store::local {
namespace {

constexpr std::size_t kMostCiphers = 4096;
constexpr std::string_view kIndexKey = "index key of history";

std::int64_t to_integer(WallTime time) { return time.time_since_epoch().count(); }
std::optional<std::int64_t> to_integer(TurnTimings::Stage stage) {
  if (!stage) return std::nullopt;
  return stage->count();
}

// The key of keyed hashes, made with the database.
Result<security::Key> index_key(Database& database, const security::KeyRing& keys) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    {
      auto select = database.prepare("SELECT value FROM meta WHERE key = ?");
      TRY_ASSIGN(const bool found, select.bind(kIndexKey).step());
      if (found) return keys.unwrap_key(kIndexKey, select.blob(0));
    }
    // Another process may insert its own first: then that one is read.
    auto insert = database.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)");
    TRY(insert.bind(kIndexKey).bind(BytesView(keys.wrap(kIndexKey, security::Key::random()))).run());
  }
  return fail(ErrorCode::internal, "history database: the index key was not stored");
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

// ---- writing ----

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
      .bind(BytesView(cipher->seal(column_place("turn", row, "caller"), turn.caller)))
      .bind(BytesView(cipher->seal(column_place("turn", row, "agent"), turn.agent)))
      .bind(std::int64_t{turn.interrupted ? 1 : 0})
      .bind(BytesView(cipher->seal(column_place("turn", row, "intents"), turn.intents)))
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
      .bind(BytesView(cipher->seal(column_place("tool", tool.id, "arguments"), tool.arguments)))
      .bind(tool.outcome)
      .bind(BytesView(cipher->seal(column_place("tool", tool.id, "answer"), tool.answer)))
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
  if (key == "model_cost") {  // "$0.004210: 5310 + 210 tokens ...": for the list, the sum
    TRY(impl_->database()
            .prepare("UPDATE calls SET model_cost = ? WHERE call = ?")
            .bind(value.substr(0, value.find(':')))
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
void SqliteHistory::roll_back_batch() {
  // SQLite may have rolled back already (a full disk): then there is nothing to do, and it says so.
  [[maybe_unused]] const Status rolled_back = impl_->database().execute("ROLLBACK");
}

// ---- reading ----

Result<std::vector<CallSummary>> SqliteHistory::list(const CallFilter& filter) {
  std::optional<Bytes> member;
  if (!filter.member_id.empty()) member = impl_->member_hash(filter.member_id);
  return read_list(impl_->database(), filter, member);
}

Result<CallDetail> SqliteHistory::show(const CallId& call) {
  TRY_ASSIGN(const auto key, call_key(call));
  return read_detail(impl_->database(), call, TextCipher(call, key.key));
}

// ---- keys, erasure, retention ----

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
