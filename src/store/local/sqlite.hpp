// SQLite in a few words: a connection and prepared statements that cannot leak, errors as values. One thread
// at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace attendant::store::local {

// A statement that is being bound and stepped; it goes back to its Database when destroyed. Values are bound
// in the order of the question marks and read by column index.
class Statement {
 public:
  Statement(sqlite3* handle, sqlite3_stmt* statement) : handle_(handle), statement_(statement) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind(BytesView blob);
  Statement& bind(std::optional<std::int64_t> value);
  Statement& bind_null();

  Result<bool> step();  // true: there is a row
  Status run();         // to the end

  std::int64_t integer(int column) const;
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::string text(int column) const;
  BytesView blob(int column) const;  // until the next step

 private:
  sqlite3* handle_;
  sqlite3_stmt* statement_;  // null when it could not be compiled: step() says why
  int next_ = 1;
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Status execute(const std::string& sql);
  // `sql` is a literal of the program: compiled once, kept. What is wrong with it or the file, step() says.
  Statement prepare(std::string_view sql);

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}

  sqlite3* handle_;
  std::unordered_map<std::string_view, sqlite3_stmt*> prepared_;
};

}  // namespace attendant::store::local
