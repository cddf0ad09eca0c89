#include "telephony/browser/talk_message.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace attendant::telephony::browser {
namespace {

namespace json = boost::json;

constexpr std::string_view kKeys = "0123456789*#";

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

}  // namespace

Result<TalkMessage> read_talk_message(std::string_view text) {
  if (text.size() > kLongestTalkMessage)
    return fail(ErrorCode::invalid,
                fmt::format("a message of {} bytes: at most {} are taken", text.size(), kLongestTalkMessage));
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error) return fail(ErrorCode::invalid, "no JSON: " + error.message());
  if (!value.is_object()) return fail(ErrorCode::invalid, "a message is a JSON object");
  const auto& object = value.get_object();
  const auto type = text_of(object, "type");
  if (type == "hang_up") return HangUpMessage{};
  if (type != "key") return fail(ErrorCode::invalid, "\"type\" is \"key\" or \"hang_up\"");
  const auto key = text_of(object, "key");
  if (key.size() != 1 || kKeys.find(key[0]) == std::string_view::npos)
    return fail(ErrorCode::invalid, "\"key\" is one of 0-9, * and #");
  return KeyMessage{key[0]};
}

}  // namespace attendant::telephony::browser
