// What the body of a request or response holds for us.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sip/message.hpp"
#include "sip/sdp.hpp"

namespace attendant::sip {

// The session description of a message: application/sdp, or the first such part of a multipart body (RFC
// 5621). Empty body: nullopt. status 415: another type; 400: not a session description.
std::expected<std::optional<SessionDescription>, ParseError> session_of(const Message& message,
                                                                        const Limits& limits);

struct DtmfPress {
  char digit = '0';
  std::chrono::milliseconds duration{0};
};
// application/dtmf-relay ("Signal=5", "Duration=160") and application/dtmf ("5").
Result<DtmfPress> parse_dtmf_relay(std::string_view body);
Result<DtmfPress> parse_dtmf(std::string_view body);

struct StatusFragment {
  int status = 0;
  std::string reason;
};
// message/sipfrag (RFC 3420) that begins with a status line.
Result<StatusFragment> parse_status_fragment(std::string_view body);

}  // namespace attendant::sip
