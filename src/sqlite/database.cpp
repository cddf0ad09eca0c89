#include "sqlite/database.hpp"

#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace attendant::sqlite {
namespace {

std::unexpected<Error> sqlite_error(sqlite3* connection) {
  const int code = sqlite3_errcode(connection);
  const ErrorCode kind = code == SQLITE_FULL         ? ErrorCode::exhausted
                         : code == SQLITE_BUSY       ? ErrorCode::conflict
                         : code == SQLITE_CONSTRAINT ? ErrorCode::conflict
                                                     : ErrorCode::unavailable;
  const char* file = sqlite3_db_filename(connection, "main");
  const std::string where = file == nullptr || *file == '\0' ? "database in memory" : file;
  return fail(kind, where + ": " + sqlite3_errmsg(connection));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Statement::Statement(sqlite3* connection, sqlite3_stmt* statement)
    : connection_(connection), statement_(statement) {}

Statement& Statement::bind(int position, std::string_view text) {
  // SQLITE_TRANSIENT: the text may be gone before the statement runs.
  const auto copy = reinterpret_cast<sqlite3_destructor_type>(-1);
  CHECK(sqlite3_bind_text64(statement_.get(), position, text.data(), text.size(), copy, SQLITE_UTF8) ==
        SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int position, std::int64_t number) {
  CHECK(sqlite3_bind_int64(statement_.get(), position, number) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int position, BytesView bytes) {
  const auto copy = reinterpret_cast<sqlite3_destructor_type>(-1);
  CHECK(sqlite3_bind_blob64(statement_.get(), position, bytes.data(), bytes.size(), copy) == SQLITE_OK);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(connection_);
}

Status Statement::run() {
  while (true) {
    TRY_ASSIGN(const bool more, step());
    if (!more) return {};
  }
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::string_view Statement::view(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text ? std::string_view(text, size) : std::string_view();
}

std::string Statement::text(int column) const { return std::string(view(column)); }

BytesView Statement::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes ? BytesView(bytes, size) : BytesView();
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

Result<Database> Database::open(const std::string& path) {
  // Made here first, so that it and its journal files, which copy its mode, are for our eyes only. A file
  // that exists is not touched: closing any descriptor of it would drop the locks of our other connections to
  // it.
  if (path != ":memory:") {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
  }
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(connection);
  if (code != SQLITE_OK) {
    return fail(ErrorCode::unavailable, path + ": " +
                                            (connection ? sqlite3_errmsg(connection) : "no memory") +
                                            "; check the folder and its permissions");
  }
  sqlite3_busy_timeout(connection, 2000);
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()), 0, &statement,
                         nullptr) != SQLITE_OK) {
    return sqlite_error(connection_.get());
  }
  return Statement(connection_.get(), statement);
}

Status Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return sqlite_error(connection_.get());
  }
  return {};
}

std::int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(connection_.get()); }
int Database::changed_rows() const { return sqlite3_changes(connection_.get()); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

Result<Transaction> Transaction::begin(Database& database) {
  const bool inner = database.in_transaction();
  TRY(database.execute(inner ? "SAVEPOINT inside" : "BEGIN IMMEDIATE"));
  return Transaction(database, inner);
}

Transaction::~Transaction() {
  if (database_ == nullptr) return;
  // Nothing can be done about a rollback that fails; SQLite rolls back when the connection closes.
  [[maybe_unused]] const Status rolled_back =
      database_->execute(inner_ ? "ROLLBACK TO inside; RELEASE inside" : "ROLLBACK");
}

Status Transaction::commit() {
  TRY(database_->execute(inner_ ? "RELEASE inside" : "COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace attendant::sqlite
