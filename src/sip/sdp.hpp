// Session descriptions (RFC 8866): typed values, a bounds-safe parser, and a builder that writes nothing but
// those values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sip/limits.hpp"

namespace attendant::sip {

enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };
std::string_view to_string(Direction direction);

struct PayloadFormat {
  std::uint8_t payload_type = 0;
  std::string encoding;  // "PCMU"; for static types without a=rtpmap the one of RFC 3551; "" when unknown
  std::uint32_t clock_rate = 0;
  std::string fmtp;
  bool operator==(const PayloadFormat&) const = default;
};

struct MediaSection {
  std::string kind = "audio";
  std::uint16_t port = 0;  // 0: refused
  std::string protocol = "RTP/AVP";
  std::vector<std::string> tokens;  // the m-line's formats as written; what an answer echoes when it refuses
  std::vector<PayloadFormat> formats;  // RTP protocols only, in order of preference
  std::string connection_ip;           // "" : the session's
  std::optional<Direction> direction;  // absent: the session's, else sendrecv
  std::optional<std::chrono::milliseconds> ptime;
  std::optional<std::uint16_t> rtcp_port;
  bool operator==(const MediaSection&) const = default;
};

struct SessionDescription {
  std::string origin_user = "-";
  std::uint64_t session_id = 0;
  std::uint64_t session_version = 0;
  std::string origin_ip;
  std::string connection_ip;  // "" when each media section has its own
  std::optional<Direction> direction;
  std::vector<MediaSection> media;

  const std::string& ip_of(const MediaSection& section) const;
  // With c=0.0.0.0 (RFC 2543 hold) read as "do not send to me".
  Direction direction_of(const MediaSection& section) const;
  bool operator==(const SessionDescription&) const = default;
};

// The message of an error names the line: "SDP line 4: ...".
Result<SessionDescription> parse_sdp(std::string_view text, const Limits& limits = {});
std::string to_string(const SessionDescription& description);

}  // namespace attendant::sip
