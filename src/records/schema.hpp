// The tables of the record store.
#pragma once

namespace attendant::records {

// `rows` keeps each record as the JSON document it came as; the columns are what is looked for. Its primary
// key holds one family's rows together, newest first, so that a family's file is one range read.
inline constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS rows(
  family TEXT NOT NULL,            -- subscriber id; '' for plans and providers
  kind TEXT NOT NULL,              -- file name without .jsonl
  sort TEXT NOT NULL,              -- a date; newest first within a kind
  id TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY(family, kind, sort DESC, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS rows_by_id ON rows(kind, id);

CREATE TABLE IF NOT EXISTS writes(  -- what callers had changed, once per idempotency key
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  member_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  at INTEGER NOT NULL,             -- ms since 1970, UTC
  detail TEXT NOT NULL,            -- JSON
  answer TEXT NOT NULL             -- JSON of the ToolAnswer
);
CREATE INDEX IF NOT EXISTS writes_by_member ON writes(member_id, at);

CREATE TABLE IF NOT EXISTS audit(   -- every look at a member's data and every write
  at INTEGER NOT NULL,
  call_id TEXT NOT NULL,
  identity TEXT NOT NULL,
  asker_id TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  tool TEXT NOT NULL,
  action TEXT NOT NULL             -- 'read' or the kind of the write
);
CREATE INDEX IF NOT EXISTS audit_by_subject ON audit(subject_id, at);
CREATE INDEX IF NOT EXISTS audit_by_call ON audit(call_id);

CREATE TABLE IF NOT EXISTS failures(  -- failed verifications
  counter TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS failures_by_counter ON failures(counter, at);
)sql";

}  // namespace attendant::records
