// SQLite in the shape of this project: a connection and a statement that own themselves and report errors as
// values. A connection is used by one thread at a time (who owns it guards it).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace attendant::sqlite {

class Statement {
 public:
  Statement(sqlite3* connection, sqlite3_stmt* statement);

  // Positions count from 1, as in SQL.
  Statement& bind(int position, std::string_view text);
  Statement& bind(int position, std::int64_t number);
  Statement& bind(int position, BytesView bytes);

  // True: there is a row to read. False: done.
  Result<bool> step();
  // Runs to the end, for statements without rows.
  Status run();
  // Ready to be bound and run once more.
  void reset();

  std::string text(int column) const;       // columns count from 0
  std::string_view view(int column) const;  // until the next step
  std::int64_t integer(int column) const;
  BytesView blob(int column) const;  // until the next step

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // ":memory:" for one that lives as long as the object. Creates the file (readable by its owner only) when
  // it is not there.
  static Result<Database> open(const std::string& path);

  Result<Statement> prepare(std::string_view sql);
  Status execute(const std::string& sql);  // one or more statements without parameters
  bool in_transaction() const;
  std::int64_t last_row_id() const;
  int changed_rows() const;  // by the last statement

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  explicit Database(sqlite3* connection) : connection_(connection) {}
  std::unique_ptr<sqlite3, Close> connection_;
};

// Begins at once; rolled back unless committed. One inside another is a savepoint of it.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept
      : database_(std::exchange(other.database_, nullptr)), inner_(other.inner_) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Status commit();

 private:
  Transaction(Database& database, bool inner) : database_(&database), inner_(inner) {}
  Database* database_;
  bool inner_;
};

}  // namespace attendant::sqlite
