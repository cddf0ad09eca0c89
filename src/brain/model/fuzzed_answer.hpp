// For fuzzing: what holds for the items of an answer, whatever the bytes that they were read from. At most
// one end or fault, nothing after it, no empty text, and tool calls that are numbered without gaps.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"
#include "brain/model/chat_stream.hpp"

namespace attendant::brain {

class FuzzedAnswer {
 public:
  // Reads every line of `text` with `stream`, and closes it.
  template <class Stream>
  void read(Stream& stream, std::string_view text) {
    for (const std::string_view line : split(text, '\n')) {
      hear(stream.read(line));
      CHECK(stream.over() == over_);
    }
    hear(stream.close());
    CHECK(over_);
  }

  void operator()(const TextDelta& delta) const { CHECK(!delta.text.empty()); }
  void operator()(const RefusalDelta& delta) const { CHECK(!delta.text.empty()); }
  void operator()(const ToolCallDelta& piece) {
    CHECK(piece.index <= calls_);
    if (piece.index == calls_) ++calls_;
  }
  void operator()(const AnswerEnd& end) {
    CHECK(!end.usage || (end.usage->prompt >= end.usage->cached && end.usage->cached >= 0));
    over_ = true;
  }
  void operator()(const AttemptFault& fault) {
    CHECK(fault.message.size() < 256);
    over_ = true;
  }

 private:
  void hear(const std::vector<ChatItem>& items) {
    for (const auto& item : items) {
      CHECK(!over_);
      std::visit(*this, item);
    }
  }

  bool over_ = false;
  std::uint32_t calls_ = 0;
};

}  // namespace attendant::brain
