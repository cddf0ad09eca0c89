#include "records/row_table.hpp"

#include <algorithm>
#include <tuple>

namespace attendant::records {
namespace {

constexpr std::string_view kFamily = "family";
constexpr char kBetween = '\n';  // in no id, date or JSON line

std::string place_of(std::string_view kind, BytesView id_hash) {
  return "rows/" + std::string(kind) + "/" + to_hex(id_hash);
}

}  // namespace

Bytes RowTable::seal_row(BytesView id_hash, const StoredRow& row) const {
  return sealer_.seal(place_of(row.kind, id_hash), row.sort + kBetween + row.id + kBetween + row.document);
}

Result<StoredRow> RowTable::open_row(std::string_view kind, BytesView id_hash, BytesView sealed) const {
  TRY_ASSIGN(const std::string text, sealer_.open(place_of(kind, id_hash), sealed));
  const auto first = text.find(kBetween);
  const auto second = first == std::string::npos ? first : text.find(kBetween, first + 1);
  if (second == std::string::npos) return fail(ErrorCode::internal, "record store: a stored row has no id");
  return StoredRow{.kind = std::string(kind),
                   .sort = text.substr(0, first),
                   .id = text.substr(first + 1, second - first - 1),
                   .document = text.substr(second + 1)};
}

Result<bool> RowTable::empty() {
  TRY_ASSIGN(sqlite::Statement any, database_.prepare("SELECT 1 FROM rows LIMIT 1"));
  TRY_ASSIGN(const bool there, any.step());
  return !there;
}

Status RowTable::add(std::string_view family, const StoredRow& row) {
  if ((row.sort + row.id).find(kBetween) != std::string::npos)
    return fail(ErrorCode::invalid, "an id must not hold a line break");
  const Bytes id = sealer_.hash(row.kind, row.id);
  TRY_ASSIGN(sqlite::Statement insert,
             database_.prepare("INSERT INTO rows(family, kind, id, sealed) VALUES(?,?,?,?)"));
  insert.bind(1, BytesView(sealer_.hash(kFamily, family)))
      .bind(2, row.kind)
      .bind(3, BytesView(id))
      .bind(4, BytesView(seal_row(id, row)));
  return insert.run();
}

Result<std::optional<StoredRow>> RowTable::find(std::string_view kind, std::string_view id) {
  const Bytes hash = sealer_.hash(kind, id);
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare("SELECT sealed FROM rows WHERE kind = ? AND id = ?"));
  select.bind(1, kind).bind(2, BytesView(hash));
  TRY_ASSIGN(const bool found, select.step());
  if (!found) return std::optional<StoredRow>();
  TRY_ASSIGN(StoredRow row, open_row(kind, hash, select.blob(0)));
  return std::optional(std::move(row));
}

Status RowTable::replace_document(const StoredRow& row) {
  const Bytes id = sealer_.hash(row.kind, row.id);
  TRY_ASSIGN(sqlite::Statement update,
             database_.prepare("UPDATE rows SET sealed = ? WHERE kind = ? AND id = ?"));
  update.bind(1, BytesView(seal_row(id, row))).bind(2, row.kind).bind(3, BytesView(id));
  return update.run();
}

Result<std::vector<StoredRow>> RowTable::of_family(std::string_view family) {
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare("SELECT kind, id, sealed FROM rows WHERE family = ?"));
  select.bind(1, BytesView(sealer_.hash(kFamily, family)));
  std::vector<StoredRow> rows;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    TRY_ASSIGN(StoredRow row, open_row(select.text(0), select.blob(1), select.blob(2)));
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, [](const StoredRow& a, const StoredRow& b) {
    return std::tie(a.kind, b.sort, a.id) < std::tie(b.kind, a.sort, b.id);
  });
  return rows;
}

Result<std::vector<StoredRow>> RowTable::of_kind(std::string_view kind) {
  TRY_ASSIGN(sqlite::Statement select, database_.prepare("SELECT id, sealed FROM rows WHERE kind = ?"));
  select.bind(1, kind);
  std::vector<StoredRow> rows;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    TRY_ASSIGN(StoredRow row, open_row(kind, select.blob(0), select.blob(1)));
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, {}, &StoredRow::id);
  return rows;
}

}  // namespace attendant::records
