// RTP packets (RFC 3550 section 5.1): reading without trust, writing in place. Pure; never allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.hpp"

namespace attendant::media {

struct RtpHeader {
  std::uint8_t payload_type = 0;  // 0 .. 127
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
};

struct RtpPacket {
  RtpHeader header;
  BytesView payload;  // into the bytes that were parsed, without padding
};

inline constexpr std::size_t kRtpHeaderBytes = 12;

// Empty when the bytes are no RTP of version 2 or their lengths contradict each other.
std::optional<RtpPacket> parse_rtp(BytesView bytes);
void store_rtp_header(const RtpHeader& header, std::span<std::uint8_t, kRtpHeaderBytes> out);

}  // namespace attendant::media
