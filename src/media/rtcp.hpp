// RTCP (RFC 3550 section 6), as much as quality needs: sender and receiver reports. Pure; never allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace attendant::media {

// The middle 32 bits of an NTP time: 1/65536 s. Ours counts from an arbitrary start, which RFC 3550 6.4.1
// allows.
std::uint32_t ntp_middle(Instant at);

// What a receiver says about one stream (RFC 3550 6.4.1).
struct ReportBlock {
  std::uint32_t ssrc = 0;
  std::uint8_t fraction_lost = 0;  // of 256, since the last report
  std::int32_t total_lost = 0;     // 24 bits on the wire
  std::uint32_t highest_sequence = 0;
  std::uint32_t jitter = 0;              // timestamp units
  std::uint32_t last_sender_report = 0;  // ntp_middle of the last SR received; 0 = none
  std::uint32_t delay_since = 0;         // since that SR, in 1/65536 s
};

struct SenderReport {
  std::uint32_t ssrc = 0;
  Instant at{};
  std::uint32_t timestamp = 0;
  std::uint32_t packets = 0;
  std::uint32_t octets = 0;
  std::optional<ReportBlock> reception;
};

// SR (with the block, if any) and the SDES CNAME that must follow it. Returns the bytes written.
inline constexpr std::size_t kLargestReport = 80;
std::size_t store_report(const SenderReport& report, std::span<std::uint8_t, kLargestReport> out);

// What a received compound packet tells us.
struct RtcpNews {
  std::optional<std::uint32_t> sender_report_ntp;  // middle bits, of the peer's SR
  std::optional<ReportBlock> about_us;             // the block that names our SSRC
};
// Empty when the bytes are no well-formed RTCP.
std::optional<RtcpNews> parse_rtcp(BytesView bytes, std::uint32_t our_ssrc);

}  // namespace attendant::media
