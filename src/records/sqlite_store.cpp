#include "records/sqlite_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "records/apply.hpp"
#include "records/family_rows.hpp"
#include "records/import.hpp"
#include "records/rows.hpp"
#include "records/schema.hpp"

namespace attendant::records {
namespace {

using namespace insurance;

constexpr std::string_view kCounter = "counter";

std::int64_t to_epoch_ms(WallTime time) { return time.time_since_epoch().count(); }

Result<boost::json::object> parse_document(std::string_view text) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_object()) return fail(ErrorCode::internal, "record store: a stored row is not JSON");
  return std::move(value.get_object());
}

Result<ToolAnswer> answer_given(const Request& request) {
  TRY_ASSIGN(const boost::json::object document, parse_document(request.answer));
  return tool_answer_from_json(document);
}

// The reference takes its place in every sentence and fact.
void fill_reference(ToolAnswer& answer, const std::string& reference) {
  for (std::string& sentence : answer.say) sentence = replace_all(sentence, kReference, reference);
  for (auto& [key, value] : answer.facts) {
    if (value.is_string() && std::string_view(value.get_string()) == kReference) value = reference;
  }
}

Result<std::int64_t> number_of(sqlite::Database& database, std::string_view sql) {
  TRY_ASSIGN(sqlite::Statement select, database.prepare(sql));
  TRY_ASSIGN([[maybe_unused]] const bool row, select.step());
  return select.integer(0);
}

Status prepare_tables(sqlite::Database& database, const std::string& path) {
  // WAL: another process (history erase) may read and write beside the server. secure_delete: what is erased
  // is overwritten.
  TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;"));
  TRY_ASSIGN(const std::int64_t version, number_of(database, "PRAGMA user_version"));
  TRY_ASSIGN(const std::int64_t tables, number_of(database, "SELECT count(*) FROM sqlite_master"));
  if (version > kSchemaVersion || (version < kSchemaVersion && tables > 0)) {
    return fail(ErrorCode::unsupported,
                fmt::format("{}: {}; move it away, and the records are loaded anew", path,
                            version > kSchemaVersion ? "was written by a newer version of Attendant"
                                                     : "was written, unencrypted, by an earlier version"));
  }
  return database.execute(
      fmt::format("BEGIN IMMEDIATE; {} PRAGMA user_version = {}; COMMIT;", kSchema, kSchemaVersion));
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteStoreOptions& options) {
  CHECK(options.keys || options.path == ":memory:");
  TRY_ASSIGN(sqlite::Database opened, sqlite::Database::open(options.path));
  auto database = std::make_unique<sqlite::Database>(std::move(opened));
  TRY(prepare_tables(*database, options.path));
  TRY_ASSIGN(const Sealer sealer,
             Sealer::of(*database, options.keys.value_or(security::KeyRing(security::Key::random()))));
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(database), sealer));
  TRY_ASSIGN(const bool empty, store->rows_.empty());
  if (empty && options.data.empty()) {
    return fail(ErrorCode::not_found,
                options.path + ": holds no records, and no folder to load them from is given");
  }
  if (empty) TRY(import_folder(*store->database_, sealer, options.data));
  TRY(store->load_directory());
  return store;
}

SqliteStore::SqliteStore(std::unique_ptr<sqlite::Database> database, const Sealer& sealer)
    : database_(std::move(database)),
      sealer_(sealer),
      rows_(*database_, sealer_),
      trail_(*database_, sealer_) {}

Status SqliteStore::load_directory() {
  auto directory = std::make_shared<Directory>();
  TRY_ASSIGN(const auto rows, rows_.of_family(""));
  for (const StoredRow& row : rows) {
    TRY_ASSIGN(const boost::json::object document, parse_document(row.document));
    if (row.kind == "plans") {
      TRY_ASSIGN(auto plan, plan_from(document));
      directory->plans.push_back(std::move(plan));
    } else {
      TRY(add_provider(directory->providers, document));
    }
  }
  directory_ = std::move(directory);
  return {};
}

Result<std::optional<FamilyFile>> SqliteStore::family_of(std::string_view member_id, const Access& access) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(const auto found, rows_.find("members", member_id));
  if (!found) return std::optional<FamilyFile>();
  // The row first: nobody looks without leaving one.
  TRY(trail_.add_audit(access, "read"));
  return file_unlocked(member_id);
}

Result<std::optional<FamilyFile>> SqliteStore::part_of_file(std::string_view member_id) {
  const std::lock_guard lock(mutex_);
  return file_unlocked(member_id);
}

Status SqliteStore::add_read(const Access& access) {
  const std::lock_guard lock(mutex_);
  return trail_.add_audit(access, "read");
}

Result<std::optional<FamilyFile>> SqliteStore::file_unlocked(std::string_view member_id) {
  TRY_ASSIGN(const auto found, rows_.find("members", member_id));
  if (!found) return std::optional<FamilyFile>();
  TRY_ASSIGN(const boost::json::object member, parse_document(found->document));
  FamilyFile file;
  file.subscriber_id = std::string(member.at("subscriber_id").as_string());
  TRY_ASSIGN(const auto rows, rows_.of_family(file.subscriber_id));
  for (const StoredRow& row : rows) {
    TRY_ASSIGN(const boost::json::object document, parse_document(row.document));
    TRY(add_row(file, row.kind, document));
  }
  return std::optional(std::move(file));
}

Result<SqliteStore::Trial> SqliteStore::begin_trial() {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(*database_));
  return Trial(std::move(transaction));
}

Result<std::optional<ToolAnswer>> SqliteStore::written(std::string_view key) {
  const std::lock_guard lock(mutex_);
  return written_unlocked(key);
}

Result<std::optional<ToolAnswer>> SqliteStore::written_unlocked(std::string_view key) {
  TRY_ASSIGN(const auto request, trail_.request_with_key(key));
  if (!request) return std::optional<ToolAnswer>();
  return answer_given(*request);
}

Result<std::optional<ToolAnswer>> SqliteStore::made_in_call(std::string_view call_id,
                                                            std::string_view member_id,
                                                            const Change& change) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(const auto requests, trail_.requests_of_call(call_id));
  const auto wanted = boost::json::serialize(detail(change));
  for (const Request& request : requests) {
    if (request.kind != kind(change) || request.member_id != member_id) continue;
    if (request.detail == wanted) return answer_given(request);
    if (sets_value(change)) break;
  }
  return std::optional<ToolAnswer>();
}

Result<ToolAnswer> SqliteStore::write(const Write& write, const Access& access) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(*database_));
  TRY_ASSIGN(const std::optional<ToolAnswer> before, written_unlocked(write.key));
  if (before) return *before;

  TRY_ASSIGN(const std::int64_t number, trail_.next_number());
  constexpr std::int64_t kFirstReference = 600'000;  // six digits, apart from the five of loaded records
  const std::string reference = fmt::format("{}{}", reference_prefix(write.change), kFirstReference + number);
  ToolAnswer answer = write.answer;
  fill_reference(answer, reference);
  TRY(apply(rows_, write.change, write.member_id, reference));
  TRY(trail_.add_request(write.key, {.number = number,
                                     .at = access.when,
                                     .call_id = access.call_id,
                                     .member_id = write.member_id,
                                     .kind = std::string(kind(write.change)),
                                     .reference = reference,
                                     .detail = boost::json::serialize(detail(write.change)),
                                     .answer = boost::json::serialize(to_json(answer))}));
  TRY(trail_.add_audit(access, kind(write.change)));
  TRY(transaction.commit());
  return answer;
}

Result<int> SqliteStore::failures_since(std::string_view counter, WallTime since) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Statement count,
             database_->prepare("SELECT count(*) FROM failures WHERE counter = ? AND at > ?"));
  count.bind(1, BytesView(sealer_.hash(kCounter, counter))).bind(2, to_epoch_ms(since));
  TRY_ASSIGN([[maybe_unused]] const bool row, count.step());
  return static_cast<int>(count.integer(0));
}

Status SqliteStore::add_failure(std::string_view counter, WallTime when) {
  const std::lock_guard lock(mutex_);
  // Old ones count no more for anybody; a day is longer than any window.
  TRY_ASSIGN(sqlite::Statement forget, database_->prepare("DELETE FROM failures WHERE at < ?"));
  forget.bind(1, to_epoch_ms(when - std::chrono::hours(24)));
  TRY(forget.run());
  TRY_ASSIGN(sqlite::Statement insert, database_->prepare("INSERT INTO failures(counter, at) VALUES(?, ?)"));
  insert.bind(1, BytesView(sealer_.hash(kCounter, counter))).bind(2, to_epoch_ms(when));
  return insert.run();
}

Status SqliteStore::clear_failures(std::string_view counter) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Statement forget, database_->prepare("DELETE FROM failures WHERE counter = ?"));
  forget.bind(1, BytesView(sealer_.hash(kCounter, counter)));
  return forget.run();
}

Result<std::vector<std::string>> SqliteStore::member_ids() {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(const auto rows, rows_.of_kind("members"));
  std::vector<std::string> ids;
  ids.reserve(rows.size());
  for (const StoredRow& row : rows) ids.push_back(row.id);
  return ids;
}

Result<std::vector<Request>> SqliteStore::requests(std::optional<WallTime> from) {
  const std::lock_guard lock(mutex_);
  return trail_.requests(from);
}

Result<std::vector<AuditEntry>> SqliteStore::audit_of(std::string_view subject_id) {
  const std::lock_guard lock(mutex_);
  return trail_.audit(subject_id);
}

// ---- erasing ----

Result<std::vector<std::string>> SqliteStore::calls_about(std::string_view member_id) {
  const std::lock_guard lock(mutex_);
  return trail_.calls_about(member_id);
}

Result<int> SqliteStore::erase_call(std::string_view call_id) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(const int erased, trail_.erase_call(call_id));
  TRY(empty_log());
  return erased;
}

Result<int> SqliteStore::erase_member(std::string_view member_id) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(const int erased, trail_.erase_member(member_id));
  TRY(empty_log());
  return erased;
}

Result<ErasedRows> SqliteStore::erase_before(std::optional<WallTime> audit,
                                             std::optional<WallTime> requests) {
  const std::lock_guard lock(mutex_);
  ErasedRows erased;
  if (audit) {
    TRY_ASSIGN(erased.audit, trail_.erase_audit_before(*audit));
  }
  if (requests) {
    TRY_ASSIGN(erased.requests, trail_.erase_requests_before(*requests));
  }
  if (erased.audit > 0 || erased.requests > 0) TRY(empty_log());
  return erased;
}

// Earlier contents of erased rows are gone from the log as well.
Status SqliteStore::empty_log() { return database_->execute("PRAGMA wal_checkpoint(TRUNCATE)"); }

}  // namespace attendant::records
