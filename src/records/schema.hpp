// The tables of the record store.
#pragma once

namespace attendant::records {

// In PRAGMA user_version. 0 with tables in it: made before the store was encrypted.
inline constexpr int kSchemaVersion = 2;

// Columns `sealed` are encrypted (Sealer); family, id, key, member, asker, subject and counter are keyed
// hashes. In clear stay kinds of rows, ids of calls (random) and times.
inline constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS rows(    -- the insurer's records; one family's rows are one range read
  family BLOB NOT NULL,             -- of the subscriber id; of '' for plans and providers
  kind TEXT NOT NULL,               -- file name without .jsonl
  id BLOB NOT NULL,
  sealed BLOB NOT NULL,             -- sort key, id, the JSON document
  PRIMARY KEY(family, kind, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS rows_by_id ON rows(kind, id);

CREATE TABLE IF NOT EXISTS requests(  -- what callers had changed, once per idempotency key
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  key BLOB NOT NULL UNIQUE,
  member BLOB NOT NULL,
  call_id TEXT NOT NULL,
  at INTEGER NOT NULL,              -- ms since 1970, UTC
  sealed BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS requests_by_member ON requests(member);
CREATE INDEX IF NOT EXISTS requests_by_call ON requests(call_id);

CREATE TABLE IF NOT EXISTS audit(   -- every look at a member's data and every write
  at INTEGER NOT NULL,
  call_id TEXT NOT NULL,
  asker BLOB NOT NULL,
  subject BLOB NOT NULL,
  sealed BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_by_subject ON audit(subject, at);
CREATE INDEX IF NOT EXISTS audit_by_call ON audit(call_id);

CREATE TABLE IF NOT EXISTS failures(  -- failed verifications
  counter BLOB NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS failures_by_counter ON failures(counter, at);
)sql";

}  // namespace attendant::records
