#include "sip/stream_framer.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

struct Head {
  std::size_t bytes = 0;  // with the empty line
  std::size_t body_bytes = 0;
};

// The head's end and its one Content-Length; nullopt while the head is incomplete.
Result<std::optional<Head>> read_head(std::string_view buffer) {
  std::optional<std::uint64_t> length;
  std::size_t at = 0;
  while (true) {
    const auto end = buffer.find('\n', at);
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = trim_lws(buffer.substr(at, end - at));
    at = end + 1;
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto name = trim_lws(line.substr(0, colon));
    if (!equals_ignoring_case(name, "Content-Length") && !equals_ignoring_case(name, "l")) continue;
    const auto value = parse_number(trim_lws(line.substr(colon + 1)), 1u << 30);
    if (!value || length) return fail(ErrorCode::invalid, "SIP stream: Content-Length is not one number");
    length = value;
  }
  if (!length) return fail(ErrorCode::invalid, "SIP stream: a message without Content-Length");
  return Head{at, static_cast<std::size_t>(*length)};
}

}  // namespace

Result<bool> StreamFramer::take_one(std::vector<std::string>& messages) {
  const auto start = buffer_.find_first_not_of("\r\n");
  buffer_.erase(0, start == std::string::npos ? buffer_.size() : start);
  if (buffer_.empty()) return false;
  if (buffer_.find('\0') < buffer_.find('\n'))
    return fail(ErrorCode::invalid, "SIP stream: NUL in a start line");
  TRY_ASSIGN(const auto head, read_head(buffer_));
  const std::size_t needed = head ? head->bytes + head->body_bytes : buffer_.size();
  if (needed > limits_.message_bytes) {
    return fail(ErrorCode::exhausted,
                fmt::format("SIP stream: a message of more than {} bytes", limits_.message_bytes));
  }
  if (!head || buffer_.size() < needed) return false;
  messages.push_back(buffer_.substr(0, needed));
  buffer_.erase(0, needed);
  return true;
}

Result<std::vector<std::string>> StreamFramer::push(std::string_view bytes) {
  buffer_.append(bytes);
  std::vector<std::string> messages;
  while (true) {
    TRY_ASSIGN(const bool more, take_one(messages));
    if (!more) return messages;
  }
}

}  // namespace attendant::sip
