#include "sip/message.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

// Takes lines off the front of a view; folded lines come joined by one space.
class LineCursor {
 public:
  explicit LineCursor(std::string_view text) : rest_(text) {}

  std::string_view rest() const { return rest_; }

  // False when no complete line is left.
  bool take_line(std::string_view& line) {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return false;
    line = rest_.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool take_header_line(std::string& line, std::size_t maximum, bool& too_long) {
    std::string_view part;
    if (!take_line(part)) return false;
    too_long = part.size() > maximum;
    line.assign(part.substr(0, maximum));
    while (!line.empty() && (rest_.starts_with(' ') || rest_.starts_with('\t')) && take_line(part)) {
      too_long = too_long || line.size() + part.size() > maximum;
      if (!too_long) line.append(" ").append(trim_lws(part));
    }
    return true;
  }

 private:
  std::string_view rest_;
};

// Collects the first fault of a message and goes on reading, so that a bad request can still be answered.
class Faults {
 public:
  void note(int status, std::string reason) {
    if (!error_) error_ = ParseError{status, std::move(reason), std::nullopt};
  }
  std::optional<ParseError> take() { return std::move(error_); }

 private:
  std::optional<ParseError> error_;
};

bool is_version_2(std::string_view text) { return equals_ignoring_case(text, "SIP/2.0"); }

void parse_status_line(std::string_view line, Message& message, Faults& faults) {
  message.is_request = false;
  const auto space = line.find(' ');
  if (!is_version_2(line.substr(0, space))) return faults.note(0, "status line: not SIP/2.0");
  line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  const auto code = parse_number(line.substr(0, 3), 699);
  if (!code || *code < 100 || (line.size() > 3 && line[3] != ' ')) {
    return faults.note(0, "status line: not a status from 100 to 699");
  }
  message.status = static_cast<int>(*code);
  message.reason = line.size() > 4 ? std::string(line.substr(4)) : "";
}

void parse_request_line(std::string_view line, Message& message, Faults& faults) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos) return faults.note(400, "request line: not three parts");
  message.method_name = std::string(line.substr(0, first));
  message.method = method_from(message.method_name);
  if (!is_token(message.method_name)) return faults.note(400, "request line: not a method name");
  if (last == first) return faults.note(400, "request line: no version");
  const auto uri = line.substr(first + 1, last - first - 1);
  message.request_uri = std::string(uri);
  if (has_space_or_control(uri) || uri.empty())
    return faults.note(400, "request line: white space in the URI");
  const auto version = line.substr(last + 1);
  if (is_version_2(version)) return;
  if (version.size() > 4 && equals_ignoring_case(version.substr(0, 4), "SIP/")) {
    return faults.note(505, "request line: not SIP/2.0");
  }
  faults.note(400, "request line: does not end with SIP/2.0");
}

// Control characters are allowed only as quoted pairs (RFC 3261 section 25.1).
bool has_bare_control(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (value[i] == '\\') {
      ++i;
    } else if ((byte < 0x20 && value[i] != '\t') || byte == 0x7f) {
      return true;
    }
  }
  return false;
}

void parse_header_line(std::string_view line, Message& message, std::optional<std::string>& content_length,
                       Faults& faults) {
  const auto colon = line.find(':');
  const auto name = trim_lws(line.substr(0, colon));
  if (colon == std::string_view::npos || !is_token(name))
    return faults.note(400, "a header line without a name");
  const auto value = trim_lws(line.substr(colon + 1));
  if (has_bare_control(value)) return faults.note(400, fmt::format("{}: a control character", name));
  if (equals_ignoring_case(name, "Content-Length") || equals_ignoring_case(name, "l")) {
    if (content_length) return faults.note(400, "Content-Length: more than one");
    content_length = std::string(value);
    return;
  }
  message.headers.add(name, std::string(value));
}

void check_hops(const Message& message, const Limits& limits, Faults& faults) {
  for (std::string_view name : {"Via", "Route", "Record-Route", "Contact"}) {
    if (message.headers.list(name).size() > limits.repeated_hops) {
      faults.note(400, fmt::format("{}: more than {}", name, limits.repeated_hops));
    }
  }
}

void take_body(std::string_view rest, const std::optional<std::string>& content_length, Framing framing,
               Message& message, Faults& faults) {
  if (!content_length) {
    if (framing == Framing::stream) faults.note(400, "Content-Length: required on a stream");
    message.body = std::string(rest);
    return;
  }
  const auto length = parse_number(*content_length, 1u << 30);
  if (!length) return faults.note(400, "Content-Length: not a number");
  if (*length > rest.size()) return faults.note(400, "Content-Length: more than there is");
  message.body = std::string(rest.substr(0, static_cast<std::size_t>(*length)));
}

ParseError silent(std::string reason) { return {0, std::move(reason), std::nullopt}; }

}  // namespace

std::expected<Message, ParseError> parse_message(std::string_view bytes, const Limits& limits,
                                                 Framing framing) {
  if (bytes.size() > limits.message_bytes) return std::unexpected(silent("the message is too long"));
  while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  LineCursor cursor(bytes);
  std::string_view start;
  if (!cursor.take_line(start) || start.empty()) return std::unexpected(silent("no start line"));
  if (start.size() > limits.header_line_bytes || start.find('\0') != std::string_view::npos) {
    return std::unexpected(silent("a start line that is too long or holds NUL"));
  }

  Message message;
  Faults faults;
  if (start.size() >= 4 && equals_ignoring_case(start.substr(0, 4), "SIP/")) {
    parse_status_line(start, message, faults);
  } else {
    parse_request_line(start, message, faults);
  }

  std::optional<std::string> content_length;
  std::size_t count = 0;
  bool ended = false;
  std::string line;
  bool too_long = false;
  while (!ended && cursor.take_header_line(line, limits.header_line_bytes, too_long)) {
    if (line.empty()) {
      ended = true;
    } else if (++count > limits.headers) {
      return std::unexpected(silent(fmt::format("more than {} headers", limits.headers)));
    } else if (too_long) {
      faults.note(400, "a header line is too long");
    } else {
      parse_header_line(line, message, content_length, faults);
    }
  }
  if (!ended) faults.note(400, "no empty line after the headers");
  check_hops(message, limits, faults);
  take_body(cursor.rest(), content_length, framing, message, faults);

  auto error = faults.take();
  if (!error) return message;
  if (message.is_request && error->status != 0) error->partial = std::move(message);
  return std::unexpected(std::move(*error));
}

std::string serialise(const Message& message) {
  std::string text = message.is_request
                         ? fmt::format("{} {} SIP/2.0\r\n", message.method_name, message.request_uri)
                         : fmt::format("SIP/2.0 {} {}\r\n", message.status, message.reason);
  for (const Header& header : message.headers.all()) {
    text.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  text += fmt::format("Content-Length: {}\r\n\r\n", message.body.size());
  return text + message.body;
}

}  // namespace attendant::sip
