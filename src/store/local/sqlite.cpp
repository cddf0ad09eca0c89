#include "store/local/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace attendant::store::local {
namespace {

Error sqlite_error(sqlite3* handle) {
  const int code = sqlite3_extended_errcode(handle) & 0xFF;
  return {.code = code == SQLITE_FULL ? ErrorCode::exhausted : ErrorCode::unavailable,
          .message = std::string("history database: ") + sqlite3_errmsg(handle),
          .retry = code == SQLITE_BUSY ? Retry::after : Retry::never,
          .retry_after = std::chrono::milliseconds(code == SQLITE_BUSY ? 100 : 0)};
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

// A value that cannot be bound (no memory) makes step() fail. Texts and blobs are copied.
Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}
Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(statement_, next_++, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}
Statement& Statement::bind(BytesView blob) {
  const bool empty = blob.data() == nullptr;  // SQLite would take that for NULL
  sqlite3_bind_blob64(statement_, next_++, empty ? reinterpret_cast<const std::uint8_t*>("") : blob.data(),
                      blob.size(), SQLITE_TRANSIENT);
  return *this;
}
Statement& Statement::bind(std::optional<std::int64_t> value) { return value ? bind(*value) : bind_null(); }
Statement& Statement::bind_null() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

Result<bool> Statement::step() {
  if (statement_ == nullptr) return fail(sqlite_error(handle_));
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(sqlite_error(handle_));
}

Status Statement::run() {
  while (true) {
    TRY_ASSIGN(const bool row, step());
    if (!row) return {};
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

BytesView Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
  // SQLite would make the file readable for everybody; its log files take the mode of the database. A file
  // that exists is not touched: closing any descriptor of it would drop the locks that this process's other
  // connections hold.
  if (const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); fd >= 0) ::close(fd);
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) return fail(sqlite_error(handle).in(file.string()));
  sqlite3_busy_timeout(handle, 5000);
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Status Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return fail(sqlite_error(handle_));
  return {};
}

Statement Database::prepare(std::string_view sql) {
  auto& statement = prepared_[sql];
  if (statement == nullptr) {
    sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                       &statement, nullptr);
  }
  return Statement(handle_, statement);
}

}  // namespace attendant::store::local
