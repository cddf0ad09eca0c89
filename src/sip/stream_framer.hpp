// Cuts a TCP stream into SIP messages by Content-Length (RFC 3261 section 18.3). Owned by one connection.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sip/limits.hpp"

namespace attendant::sip {

class StreamFramer {
 public:
  explicit StreamFramer(const Limits& limits = {}) : limits_(limits) {}

  // Whole messages in order. An error means that the stream cannot be followed any more: close the
  // connection. Keep-alives (CR LF between messages, RFC 5626) are skipped.
  Result<std::vector<std::string>> push(std::string_view bytes);

  std::size_t buffered() const { return buffer_.size(); }

 private:
  Result<bool> take_one(std::vector<std::string>& messages);

  Limits limits_;
  std::string buffer_;
};

}  // namespace attendant::sip
