#include "telemetry/log.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/date.hpp"
#include "telemetry/redact.hpp"

namespace attendant::telemetry {

struct Logger::Core {
  LogSink& sink;
  const Clock& clock;
  Level least;
  std::shared_ptr<const Redactor> redactor;
};

namespace {

constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};
constexpr std::size_t kLongestString = 2048;  // a line is for reading; a message body is not

void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f) {
      line += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      line += c;
    }
  }
  line += '"';
}

// Bytes that are not UTF-8 would make the line no JSON at all.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xc2 && lead < 0xe0 ? 2
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xf0 && lead < 0xf5 ? 4
                                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

std::string with_ascii_only(std::string_view text) {
  std::string ascii;
  for (const char c : text) ascii += static_cast<unsigned char>(c) < 0x80 ? c : '?';
  return ascii;
}

void append_text(std::string& line, std::string_view text, const Redactor& redactor) {
  std::string shown = redactor.redact(text);
  if (shown.size() > kLongestString) {
    shown.resize(kLongestString);
    while (!shown.empty() && !is_utf8(shown) && is_utf8(text)) shown.pop_back();
    shown += "...";
  }
  append_quoted(line, is_utf8(shown) ? shown : with_ascii_only(shown));
}

void append_field(std::string& line, const Field& field, const Redactor& redactor) {
  line += ',';
  append_quoted(line, field.key);
  line += ':';
  struct Append {
    std::string& line;
    const Redactor& redactor;
    void operator()(std::string_view text) const { append_text(line, text, redactor); }
    void operator()(std::int64_t number) const { line += std::to_string(number); }
    void operator()(double number) const {
      line += std::isfinite(number) ? fmt::format("{:.6g}", number) : std::string("null");
    }
    void operator()(bool yes) const { line += yes ? "true" : "false"; }
    void operator()(const CallId& id) const { append_quoted(line, id.value()); }
  };
  std::visit(Append{line, redactor}, field.value);
}

}  // namespace

std::string_view to_string(Level level) { return kLevels[static_cast<std::size_t>(level)]; }

Result<Level> level_from(std::string_view name) {
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels[i] == name) return static_cast<Level>(i);
  }
  return fail(ErrorCode::invalid, fmt::format("'{}' is no log level: debug, info, warning or error", name));
}

Logger::Logger() = default;

Logger::Logger(LogSink& sink, const Clock& clock, Level least, std::shared_ptr<const Redactor> redactor)
    : core_(std::make_shared<const Core>(Core{sink, clock, least, std::move(redactor)})) {
  CHECK(core_->redactor != nullptr);
}

Logger Logger::with(const Field& field) const {
  Logger logger = *this;
  if (core_) append_field(logger.prefix_, field, *core_->redactor);
  return logger;
}

bool Logger::enabled(Level level) const { return core_ && level >= core_->least; }

void Logger::log(Level level, std::string_view event, std::initializer_list<Field> fields) const {
  if (!enabled(level)) return;
  std::string line =
      fmt::format(R"({{"time":"{}","level":"{}","event":)", to_iso(core_->clock.wall()), to_string(level));
  append_text(line, event, *core_->redactor);
  line += prefix_;
  for (const auto& field : fields) append_field(line, field, *core_->redactor);
  line += '}';
  core_->sink.write(std::move(line));
}

void Logger::error(std::string_view event, const Error& why) const {
  const Level level = why.code == ErrorCode::cancelled ? Level::debug : Level::error;
  log(level, event, {{"code", attendant::to_string(why.code)}, {"why", why.message}});
}

}  // namespace attendant::telemetry
