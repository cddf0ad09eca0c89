// What this user agent says that it can do.
#pragma once

#include <string_view>

namespace attendant::sip {

inline constexpr std::string_view kAllowedMethods =
    "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, NOTIFY, PRACK";
inline constexpr std::string_view kSupportedOptions = "timer, 100rel";
inline constexpr std::string_view kAcceptedBodies =
    "application/sdp, application/dtmf-relay, application/dtmf, message/sipfrag";

}  // namespace attendant::sip
