// Server-sent events from bytes in pieces of any size (WHATWG HTML, section 9.2.6 "Interpreting an event
// stream"): CR, LF and CRLF end a line, a byte order mark is skipped, comments are dropped, lines of data are
// joined. Ids are not kept, for no stream of ours is taken up again where it broke. Owned by the connection
// that reads; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace attendant::net {

struct SseEvent {
  std::string type;  // "message" unless the stream named it
  std::string data;

  bool operator==(const SseEvent&) const = default;
};

class SseReader {
 public:
  // An event (its lines of data together) or a line that is longer ends the stream.
  static constexpr std::size_t kLongestEvent = 1U << 20;

  explicit SseReader(std::size_t longest_event = kLongestEvent) : longest_event_(longest_event) {}

  // The events that `bytes` completes. Invalid: an event is too long; the reader is of no further use. What
  // is unfinished when the stream ends is no event (the standard discards it), so there is no close().
  Result<std::vector<SseEvent>> read(std::string_view bytes);

 private:
  void end_line(std::vector<SseEvent>& events);
  void field(std::string_view name, std::string_view value);
  void dispatch(std::vector<SseEvent>& events);
  void skip_byte_order_mark();

  std::size_t longest_event_;
  std::string line_;
  bool first_line_ = true;
  bool after_cr_ = false;  // the next LF belongs to the line that ended
  std::string type_, data_;
  bool has_data_ = false;
  bool failed_ = false;
};

}  // namespace attendant::net
