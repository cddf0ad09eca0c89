#include "net/sse_reader.hpp"

#include <utility>

namespace attendant::net {

Result<std::vector<SseEvent>> SseReader::read(std::string_view bytes) {
  std::vector<SseEvent> events;
  while (!bytes.empty() && !failed_) {
    if (after_cr_ && bytes.front() == '\n') bytes.remove_prefix(1);
    after_cr_ = false;
    const auto end = bytes.find_first_of("\r\n");
    const std::string_view piece = bytes.substr(0, end);
    if (line_.size() + piece.size() + data_.size() > longest_event_) {
      failed_ = true;
      break;
    }
    line_.append(piece);
    if (end == std::string_view::npos) break;
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    end_line(events);
  }
  if (failed_) return fail(ErrorCode::invalid, "an event of the stream is too long");
  return events;
}

void SseReader::end_line(std::vector<SseEvent>& events) {
  if (std::exchange(first_line_, false)) skip_byte_order_mark();
  const std::string line = std::exchange(line_, {});
  if (line.empty()) return dispatch(events);
  const auto colon = line.find(':');
  if (colon == 0) return;  // a comment
  const std::string_view text(line);
  if (colon == std::string::npos) return field(text, {});
  std::string_view value = text.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  field(text.substr(0, colon), value);
}

void SseReader::field(std::string_view name, std::string_view value) {
  if (name == "data") {
    if (has_data_) data_ += '\n';
    data_.append(value);
    has_data_ = true;
  } else if (name == "event") {
    type_ = value;
  }
  // "id" and "retry" are for those who connect again by themselves; the rest is unknown and ignored.
}

void SseReader::dispatch(std::vector<SseEvent>& events) {
  std::string type = std::exchange(type_, {});
  if (!std::exchange(has_data_, false)) return;
  if (type.empty()) type = "message";
  events.push_back({.type = std::move(type), .data = std::exchange(data_, {})});
}

void SseReader::skip_byte_order_mark() {
  if (line_.starts_with("\xEF\xBB\xBF")) line_.erase(0, 3);
}

}  // namespace attendant::net
