// Any lines as messages of the service, with commands in between: nothing after a failure, sound and words
// only of an answer that was asked for, and every message that is sent is JSON with a type.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "speech/realtime/realtime_protocol.hpp"

namespace {

namespace speech = attendant::speech;

class Checker {
 public:
  void check(const speech::RealtimeEffects& effects) {
    for (const auto& effect : effects) {
      CHECK(!failed_);
      if (const auto* message = std::get_if<speech::SendMessage>(&effect)) {
        const auto sent = boost::json::parse(message->text);
        CHECK(sent.is_object() && sent.as_object().contains("type"));
        if (sent.at("type") == "response.create") asked_ = true;
      } else if (const auto* sound = std::get_if<speech::PlaySound>(&effect)) {
        CHECK(asked_ && !sound->coded.empty());
      } else if (const auto* told = std::get_if<speech::TellEvent>(&effect)) {
        if (std::holds_alternative<speech::LiveWords>(told->event)) CHECK(asked_);
        if (std::holds_alternative<speech::LiveAnswered>(told->event)) asked_ = false;
        failed_ = std::holds_alternative<speech::LiveFailed>(told->event);
      } else {
        CHECK(std::get<speech::NoteProblem>(effect).code.size() <= 64);
      }
    }
  }

 private:
  bool asked_ = false;
  bool failed_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  speech::RealtimeProtocol protocol({.model = "m"}, {.tools = {{"claim", "d", {}}}});
  Checker checker;
  checker.check(protocol.opened());
  for (const std::string_view line : attendant::split({reinterpret_cast<const char*>(data), size}, '\n')) {
    // A line of one letter is a command.
    if (line == "a")
      checker.check(protocol.answer());
    else if (line == "g")
      checker.check(protocol.go_on());
    else if (line == "c")
      checker.check(protocol.cut(std::chrono::milliseconds(100)));
    else if (line == "h")
      checker.check(protocol.hear(attendant::Bytes(1600)));
    else if (line == "t")
      checker.check(protocol.add_tool_answer("c1", "x"));
    else
      checker.check(protocol.received(line));
  }
  checker.check(protocol.closed("end"));
  return 0;
}
