// Any lines as messages of the service, with commands in between: nothing after a failure, sound and words
// only of an answer that was asked for, and every message that is sent is JSON with a type. The first byte
// picks a dialect.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "speech/realtime/realtime_protocol.hpp"
#include "speech/realtime/realtime_sound.hpp"

namespace {

namespace speech = attendant::speech;

speech::RealtimeDialect dialect_of(std::uint8_t first) {
  speech::RealtimeDialect dialect{.model = "m"};
  if (first % 2 == 1) dialect.sound = speech::RealtimeSound::pcm_24k;
  if (first / 2 % 2 == 1) dialect.turns = speech::RealtimeTurns::server;
  if (first / 4 % 2 == 1) dialect.vendor = speech::RealtimeVendor::voice_live;
  return dialect;
}

class Checker {
 public:
  explicit Checker(speech::RealtimeSound sound) : codec_(*speech::RealtimeCodec::create(sound)) {}

  void check(const speech::RealtimeEffects& effects) {
    for (const auto& effect : effects) {
      CHECK(!failed_);
      if (const auto* message = std::get_if<speech::SendMessage>(&effect)) {
        const auto sent = boost::json::parse(message->text);
        CHECK(sent.is_object() && sent.as_object().contains("type"));
        if (sent.at("type") == "response.create") asked_ = true;
        if (sent.at("type") == "conversation.item.truncate") CHECK(sent.at("audio_end_ms").as_int64() >= 0);
      } else if (const auto* sound = std::get_if<speech::PlaySound>(&effect)) {
        CHECK(asked_ && !sound->coded.empty());
        CHECK(codec_.decode(sound->coded).size() <= sound->coded.size());
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
  speech::RealtimeCodec codec_;
  bool asked_ = false;
  bool failed_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const speech::RealtimeDialect dialect = dialect_of(*data);
  speech::RealtimeProtocol protocol(dialect, {.tools = {{"claim", "d", {}}}});
  Checker checker(dialect.sound);
  checker.check(protocol.opened());
  for (const std::string_view line :
       attendant::split({reinterpret_cast<const char*>(data) + 1, size - 1}, '\n')) {
    // A line of one letter is a command.
    if (line == "a")
      checker.check(protocol.answer());
    else if (line == "g")
      checker.check(protocol.go_on());
    else if (line == "c")
      checker.check(protocol.cut(std::chrono::milliseconds(100)));
    else if (line == "h")
      checker.check(protocol.hear(attendant::Bytes(1600)));
    else if (line == "s")
      checker.check(protocol.set({.instructions = "another"}));
    else if (line == "t")
      checker.check(protocol.add_tool_answer("c1", "x"));
    else
      checker.check(protocol.received(line));
  }
  checker.check(protocol.closed("end"));
  return 0;
}
