// What the talk page says besides sound: the text messages of the subprotocol "attendant.talk.1" (web/talk/
// README.md describes both directions). Pure; any thread.
#pragma once

#include <string_view>
#include <variant>

#include "base/result.hpp"

namespace attendant::telephony::browser {

struct KeyMessage {
  char key = '0';  // '0'-'9' '*' '#'
};
struct HangUpMessage {};
using TalkMessage = std::variant<KeyMessage, HangUpMessage>;

inline constexpr std::size_t kLongestTalkMessage = 256;  // bytes

// ErrorCode::invalid names what is wrong.
Result<TalkMessage> read_talk_message(std::string_view text);

}  // namespace attendant::telephony::browser
