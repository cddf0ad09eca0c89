// The tables of the library.
#pragma once

namespace attendant::documents {

inline constexpr int kSchemaVersion = 1;  // in PRAGMA user_version

inline constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS documents(
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  level TEXT NOT NULL,              -- "none", "member"
  plans TEXT NOT NULL,              -- ids with commas between; '' = every plan
  source TEXT NOT NULL,             -- the Markdown, to see whether it changed
  has_meanings INTEGER NOT NULL     -- read by the sentence model
);
CREATE TABLE IF NOT EXISTS passages(
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents(id),
  section TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(section, text, tokenize='porter unicode61');
CREATE TABLE IF NOT EXISTS meanings(
  passage INTEGER NOT NULL REFERENCES passages(number),
  vector BLOB NOT NULL              -- 384 floats of one sentence under its heading, in this machine's order
);
CREATE INDEX IF NOT EXISTS meanings_by_passage ON meanings(passage);
)sql";

}  // namespace attendant::documents
