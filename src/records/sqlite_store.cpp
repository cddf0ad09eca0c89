#include "records/sqlite_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "records/apply.hpp"
#include "records/import.hpp"
#include "records/rows.hpp"
#include "records/schema.hpp"

namespace attendant::records {
namespace {

using namespace insurance;

std::int64_t to_epoch_ms(WallTime time) { return time.time_since_epoch().count(); }

Result<boost::json::object> parse_document(std::string_view text) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_object()) return fail(ErrorCode::internal, "record store: a stored row is not JSON");
  return std::move(value.get_object());
}

template <class Record>
Status append(std::vector<Record>& list, Result<Record> record) {
  if (!record) return fail(std::move(record).error());
  list.push_back(*std::move(record));
  return {};
}

// One stored row into its place in the family's file.
Status add_row(FamilyFile& file, std::string_view kind, const boost::json::object& row) {
  if (kind == "members") return append(file.members, member_from(row));
  if (kind == "coverage") return append(file.coverage, coverage_from(row));
  if (kind == "accumulators") return append(file.accumulators, accumulator_from(row));
  if (kind == "prior_auths") return append(file.prior_auths, prior_auth_from(row));
  if (kind == "claims") return append(file.claims, claim_from(row));
  if (kind == "eob") return append(file.eobs, eob_from(row));
  if (kind == "invoices") return append(file.invoices, invoice_from(row));
  if (kind == "payments") return append(file.payments, payment_from(row));
  if (kind == "payment_plans") return append(file.payment_plans, payment_plan_from(row));
  if (kind == "autopay") {
    TRY_ASSIGN(file.autopay, autopay_from(row));
  }
  return {};
}

// The reference takes its place in every sentence and fact.
void fill_reference(ToolAnswer& answer, const std::string& reference) {
  for (std::string& sentence : answer.say) sentence = replace_all(sentence, kReference, reference);
  for (auto& [key, value] : answer.facts) {
    if (value.is_string() && std::string_view(value.get_string()) == kReference) value = reference;
  }
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteStoreOptions& options) {
  TRY_ASSIGN(Database database, Database::open(options.path));
  TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"));
  TRY(database.execute(kSchema));
  bool empty = true;
  {
    TRY_ASSIGN(Statement any, database.prepare("SELECT 1 FROM rows LIMIT 1"));
    TRY_ASSIGN(const bool there, any.step());
    empty = !there;
  }
  if (empty && options.data.empty()) {
    return fail(ErrorCode::not_found,
                options.path + ": holds no records, and no folder to load them from is given");
  }
  if (empty) TRY(import_folder(database, options.data));
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(database)));
  TRY(store->load_directory());
  return store;
}

Status SqliteStore::load_directory() {
  auto directory = std::make_shared<Directory>();
  TRY_ASSIGN(Statement select,
             database_.prepare("SELECT kind, document FROM rows WHERE family = '' ORDER BY kind, id"));
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    TRY_ASSIGN(const boost::json::object row, parse_document(select.view(1)));
    if (select.view(0) == "plans") {
      TRY(append(directory->plans, plan_from(row)));
    } else {
      TRY(append(directory->providers, provider_from(row)));
    }
  }
  directory_ = std::move(directory);
  return {};
}

Result<std::optional<FamilyFile>> SqliteStore::family_of(std::string_view member_id, const Access& access) {
  const std::lock_guard lock(mutex_);
  FamilyFile file;
  {
    TRY_ASSIGN(Statement select,
               database_.prepare("SELECT family FROM rows WHERE kind = 'members' AND id = ?"));
    select.bind(1, member_id);
    TRY_ASSIGN(const bool found, select.step());
    if (!found) return std::optional<FamilyFile>();
    file.subscriber_id = select.text(0);
  }
  // The row first: nobody looks without leaving one.
  TRY(audit(access, "read"));
  TRY_ASSIGN(
      Statement select,
      database_.prepare("SELECT kind, document FROM rows WHERE family = ? ORDER BY kind, sort DESC, id"));
  select.bind(1, file.subscriber_id);
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    TRY_ASSIGN(const boost::json::object row, parse_document(select.view(1)));
    TRY(add_row(file, select.view(0), row));
  }
  return std::optional(std::move(file));
}

Result<std::optional<ToolAnswer>> SqliteStore::written(std::string_view key) {
  const std::lock_guard lock(mutex_);
  return written_unlocked(key);
}

Result<std::optional<ToolAnswer>> SqliteStore::written_unlocked(std::string_view key) {
  TRY_ASSIGN(Statement select, database_.prepare("SELECT answer FROM writes WHERE key = ?"));
  select.bind(1, key);
  TRY_ASSIGN(const bool found, select.step());
  if (!found) return std::optional<ToolAnswer>();
  TRY_ASSIGN(const boost::json::object document, parse_document(select.view(0)));
  TRY_ASSIGN(ToolAnswer answer, tool_answer_from_json(document));
  return std::optional(std::move(answer));
}

Result<ToolAnswer> SqliteStore::write(const Write& write, const Access& access) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Transaction transaction, Transaction::begin(database_));
  TRY_ASSIGN(const std::optional<ToolAnswer> before, written_unlocked(write.key));
  if (before) return *before;

  std::int64_t number = 0;
  {
    TRY_ASSIGN(Statement last, database_.prepare("SELECT ifnull(max(number), 0) + 1 FROM writes"));
    TRY_ASSIGN([[maybe_unused]] const bool row, last.step());
    number = last.integer(0);
  }
  constexpr std::int64_t kFirstReference = 600'000;  // six digits, apart from the five of loaded records
  const std::string reference = fmt::format("{}{}", reference_prefix(write.change), kFirstReference + number);
  ToolAnswer answer = write.answer;
  fill_reference(answer, reference);
  TRY(apply(database_, write.change, write.member_id, reference));
  TRY_ASSIGN(Statement insert,
             database_.prepare("INSERT INTO writes(number, key, kind, reference, member_id, call_id, at, "
                               "detail, answer) VALUES(?,?,?,?,?,?,?,?,?)"));
  insert.bind(1, number)
      .bind(2, write.key)
      .bind(3, kind(write.change))
      .bind(4, reference)
      .bind(5, write.member_id);
  insert.bind(6, access.call_id).bind(7, to_epoch_ms(access.when));
  insert.bind(8, boost::json::serialize(detail(write.change)))
      .bind(9, boost::json::serialize(to_json(answer)));
  TRY(insert.run());
  TRY(audit(access, kind(write.change)));
  TRY(transaction.commit());
  return answer;
}

Status SqliteStore::audit(const Access& access, std::string_view action) {
  TRY_ASSIGN(Statement insert,
             database_.prepare("INSERT INTO audit(at, call_id, identity, asker_id, subject_id, tool, "
                               "action) VALUES(?,?,?,?,?,?,?)"));
  insert.bind(1, to_epoch_ms(access.when))
      .bind(2, access.call_id)
      .bind(3, access.identity)
      .bind(4, access.asker_id);
  insert.bind(5, access.subject_id).bind(6, access.tool).bind(7, action);
  return insert.run();
}

Result<int> SqliteStore::failures_since(std::string_view counter, WallTime since) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Statement count,
             database_.prepare("SELECT count(*) FROM failures WHERE counter = ? AND at > ?"));
  count.bind(1, counter).bind(2, to_epoch_ms(since));
  TRY_ASSIGN([[maybe_unused]] const bool row, count.step());
  return static_cast<int>(count.integer(0));
}

Status SqliteStore::add_failure(std::string_view counter, WallTime when) {
  const std::lock_guard lock(mutex_);
  // Old ones count no more for anybody; a day is longer than any window.
  TRY_ASSIGN(Statement forget, database_.prepare("DELETE FROM failures WHERE at < ?"));
  forget.bind(1, to_epoch_ms(when - std::chrono::hours(24)));
  TRY(forget.run());
  TRY_ASSIGN(Statement insert, database_.prepare("INSERT INTO failures(counter, at) VALUES(?, ?)"));
  insert.bind(1, counter).bind(2, to_epoch_ms(when));
  return insert.run();
}

Status SqliteStore::clear_failures(std::string_view counter) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Statement forget, database_.prepare("DELETE FROM failures WHERE counter = ?"));
  forget.bind(1, counter);
  return forget.run();
}

Result<std::vector<std::string>> SqliteStore::member_ids() {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Statement select, database_.prepare("SELECT id FROM rows WHERE kind = 'members' ORDER BY id"));
  std::vector<std::string> ids;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) return ids;
    ids.push_back(select.text(0));
  }
}

Result<int> SqliteStore::audit_count(std::string_view subject_id) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Statement count,
             database_.prepare("SELECT count(*) FROM audit WHERE ?1 = '' OR subject_id = ?1"));
  count.bind(1, subject_id);
  TRY_ASSIGN([[maybe_unused]] const bool row, count.step());
  return static_cast<int>(count.integer(0));
}

}  // namespace attendant::records
