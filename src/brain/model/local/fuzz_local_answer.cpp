// Any text, cut into pieces anyhow, as a model's answer: at most one end or fault, nothing after it, no empty
// words, one call at most, whose arguments are an object; and the pieces change nothing but where words
// break.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/parse.hpp>

#include "brain/model/local/control_marks.hpp"
#include "brain/model/local/local_answer.hpp"

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
  void operator()(const brain::TextDelta& delta) {
    CHECK(!delta.text.empty());
    told_ += delta.text;
  }
  void operator()(const brain::RefusalDelta& /*delta*/) const { CHECK(false); }
  void operator()(const brain::ToolCallDelta& call) {
    CHECK(!called_ && !call.name.empty());
    boost::system::error_code failure;
    CHECK(boost::json::parse(call.arguments, failure).is_object());
    called_ = true;
    told_ += "\n=" + call.name + call.arguments;
  }
  void operator()(const brain::AnswerEnd& end) {
    CHECK((end.reason == brain::FinishReason::tool_calls) == called_);
    over_ = true;
    told_ += "\n-";
  }
  void operator()(const brain::AttemptFault& fault) {
    CHECK(fault.message.size() < 256);
    over_ = true;
    told_ += "\n!";
  }
  bool over() const { return over_; }
  const std::string& told() const { return told_; }

 private:
  bool over_ = false, called_ = false;
  std::string told_;
};

std::string read(std::string_view text, std::size_t piece) {
  brain::LocalAnswer answer("call_1", true);
  Listener listener;
  for (std::size_t i = 0; i < text.size(); i += piece) {
    listener.hear(answer.add(text.substr(i, piece)));
    CHECK(answer.over() == listener.over());
  }
  listener.hear(answer.finish(brain::TextEnd::stop));
  CHECK(listener.over());
  return listener.told();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  if (all.empty()) return 0;
  const auto text = all.substr(1);
  const std::size_t piece = 1 + static_cast<std::uint8_t>(all.front()) % 16;
  CHECK(read(text, piece) == read(text, text.size() + 1));
  CHECK(brain::without_control_marks(text).find("<|") == std::string::npos);
  return 0;
}
