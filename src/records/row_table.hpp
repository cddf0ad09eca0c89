// The insurer's rows as they are stored: each a sealed JSON document, found by the hash of its id or of its
// family. Functions over a Database; one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/sealer.hpp"
#include "sqlite/database.hpp"

namespace attendant::records {

struct StoredRow {
  std::string kind;  // file name without .jsonl
  std::string sort;  // a date; may be empty
  std::string id;
  std::string document;  // JSON
};

class RowTable {
 public:
  // Both outlive the table.
  RowTable(sqlite::Database& database, const Sealer& sealer) : database_(database), sealer_(sealer) {}

  Result<bool> empty();
  // `family`: subscriber id, or "" for what is nobody's. conflict: kind and id are there already.
  Status add(std::string_view family, const StoredRow& row);
  Result<std::optional<StoredRow>> find(std::string_view kind, std::string_view id);
  Status replace_document(const StoredRow& row);
  // By kind, newest first within a kind.
  Result<std::vector<StoredRow>> of_family(std::string_view family);
  Result<std::vector<StoredRow>> of_kind(std::string_view kind);  // by id

 private:
  Result<StoredRow> open_row(std::string_view kind, BytesView id_hash, BytesView sealed) const;
  Bytes seal_row(BytesView id_hash, const StoredRow& row) const;

  sqlite::Database& database_;
  const Sealer& sealer_;
};

}  // namespace attendant::records
