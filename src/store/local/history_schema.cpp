#include "store/local/history_schema.hpp"

#include <string>

namespace attendant::store::local {
namespace {

constexpr std::int64_t kVersion = 2;

// Times are milliseconds: since 1970 (UTC) in calls and audit, since the start of the call elsewhere. Columns
// of type BLOB are sealed with the key of the call, but for keys (wrapped) and members (a keyed hash).
constexpr const char* kTables = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE keys (call TEXT PRIMARY KEY, wrapped BLOB NOT NULL);
CREATE TABLE calls (
  call TEXT PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, reason TEXT, direction TEXT NOT NULL,
  channel TEXT NOT NULL, caller BLOB NOT NULL, called BLOB NOT NULL, versions TEXT NOT NULL,
  outcome TEXT NOT NULL DEFAULT '', recorded INTEGER NOT NULL DEFAULT 0,
  model_cost TEXT NOT NULL DEFAULT '');
CREATE INDEX calls_by_start ON calls (started);
CREATE TABLE turns (
  call TEXT NOT NULL, turn INTEGER NOT NULL, at INTEGER NOT NULL, caller BLOB NOT NULL, agent BLOB NOT NULL,
  interrupted INTEGER NOT NULL, intents BLOB NOT NULL, asked TEXT NOT NULL,
  end_of_speech INTEGER, decision INTEGER, text INTEGER, audio_queued INTEGER, audio_on_wire INTEGER,
  PRIMARY KEY (call, turn)) WITHOUT ROWID;
CREATE TABLE tool_calls (
  call TEXT NOT NULL, id INTEGER NOT NULL, turn INTEGER NOT NULL, name TEXT NOT NULL, arguments BLOB NOT NULL,
  outcome TEXT NOT NULL, answer BLOB NOT NULL, at INTEGER NOT NULL, took INTEGER NOT NULL,
  PRIMARY KEY (call, id)) WITHOUT ROWID;
CREATE TABLE notes (
  call TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (call, key)) WITHOUT ROWID;
CREATE TABLE members (member BLOB NOT NULL, call TEXT NOT NULL, PRIMARY KEY (member, call)) WITHOUT ROWID;
CREATE TABLE audit (
  at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, call TEXT, member BLOB, detail TEXT NOT NULL);
CREATE INDEX audit_by_time ON audit (at);
CREATE TABLE erased (call TEXT PRIMARY KEY);
)sql";

// From the version before.
constexpr const char* kFromVersion1 = R"sql(
ALTER TABLE calls ADD COLUMN model_cost TEXT NOT NULL DEFAULT '';
)sql";

Result<std::int64_t> version_of(Database& database) {
  auto statement = database.prepare("PRAGMA user_version");
  TRY(statement.step());
  return statement.integer(0);
}

}  // namespace

Status prepare_schema(Database& database) {
  // WAL: readers (the command line, the API) never wait for the writer. secure_delete: what is erased is
  // overwritten.
  TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;"));
  TRY_ASSIGN(const std::int64_t version, version_of(database));
  if (version > kVersion) {
    return fail(ErrorCode::unsupported, "the history database was written by a newer version of Attendant");
  }
  if (version == kVersion) return {};
  // Another process may be making the tables at this moment: decide inside the transaction.
  TRY(database.execute("BEGIN IMMEDIATE"));
  auto now = version_of(database);
  Status made = now ? Status{} : fail(now.error());
  if (now && *now < kVersion) {
    made = database.execute((*now == 0 ? kTables : kFromVersion1) +
                            ("PRAGMA user_version = " + std::to_string(kVersion)));
  }
  TRY(database.execute(made ? "COMMIT" : "ROLLBACK"));
  return made;
}

}  // namespace attendant::store::local
