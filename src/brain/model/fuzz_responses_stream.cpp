// Any lines as the events of the Responses API: at most one end or fault, nothing after it, no empty text,
// and tool calls that are numbered without gaps.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/text.hpp"
#include "brain/model/responses_stream.hpp"

namespace {

namespace brain = attendant::brain;

class Listener {
 public:
  void hear(const std::vector<brain::ChatItem>& items) {
    for (const auto& item : items) {
      CHECK(!over_);
      std::visit(*this, item);
    }
  }
  void operator()(const brain::TextDelta& delta) const { CHECK(!delta.text.empty()); }
  void operator()(const brain::RefusalDelta& delta) const { CHECK(!delta.text.empty()); }
  void operator()(const brain::ToolCallDelta& piece) {
    CHECK(piece.index <= calls_);
    if (piece.index == calls_) ++calls_;
  }
  void operator()(const brain::AnswerEnd& end) {
    CHECK(!end.usage || (end.usage->prompt >= end.usage->cached && end.usage->cached >= 0));
    over_ = true;
  }
  void operator()(const brain::AttemptFault& fault) {
    CHECK(fault.message.size() < 256);
    over_ = true;
  }
  bool over() const { return over_; }

 private:
  bool over_ = false;
  std::uint32_t calls_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  brain::ResponsesStream stream;
  Listener listener;
  for (const std::string_view line : attendant::split(text, '\n')) {
    listener.hear(stream.read(line));
    CHECK(stream.over() == listener.over());
  }
  listener.hear(stream.close());
  CHECK(listener.over());
  return 0;
}
