// Logs: one JSON object a line, with time, level, event and fields. A Logger is a cheap value that rooms
// keep; it writes into a LogSink. Never per frame, never on a media thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"

namespace attendant::telemetry {

class Redactor;

enum class Level { debug, info, warning, error };
std::string_view to_string(Level level);
Result<Level> level_from(std::string_view name);

// A value of a line. Strings are redacted and escaped; an id of ours (CallId) is not redacted.
struct Field {
  std::string_view key;  // a literal: snake_case
  std::variant<std::string_view, std::int64_t, double, bool, CallId> value;

  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
  Field(std::string_view k, std::integral auto v) : key(k), value(static_cast<std::int64_t>(v)) {}
  Field(std::string_view k, double v) : key(k), value(v) {}
  Field(std::string_view k, bool v) : key(k), value(v) {}
  Field(std::string_view k, CallId v) : key(k), value(std::move(v)) {}
};

// Where lines go. Any thread; must not block for long.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(std::string line) = 0;  // one line, without its end
};

class Logger {
 public:
  struct Core;  // sink, level, redactor: shared by all loggers made from one

  Logger();  // writes nothing: for tests and tools
  Logger(LogSink& sink, const Clock& clock, Level least, std::shared_ptr<const Redactor> redactor);

  // The same logger with a field on every line: log.with({"room", "sip"}), log.with({"call", call_id}).
  Logger with(const Field& field) const;

  bool enabled(Level level) const;
  void log(Level level, std::string_view event, std::initializer_list<Field> fields = {}) const;
  void debug(std::string_view event, std::initializer_list<Field> f = {}) const {
    log(Level::debug, event, f);
  }
  void info(std::string_view event, std::initializer_list<Field> f = {}) const { log(Level::info, event, f); }
  void warning(std::string_view event, std::initializer_list<Field> f = {}) const {
    log(Level::warning, event, f);
  }
  void error(std::string_view event, std::initializer_list<Field> f = {}) const {
    log(Level::error, event, f);
  }
  // An error where it is handled: code and message as fields. `cancelled` is written at debug level.
  void error(std::string_view event, const Error& why) const;

 private:
  std::shared_ptr<const Core> core_;
  std::string prefix_;  // the fields of with(), already rendered
};

}  // namespace attendant::telemetry
