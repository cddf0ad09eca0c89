#include "media/rtp_packet.hpp"

namespace attendant::media {

std::optional<RtpPacket> parse_rtp(BytesView bytes) {
  if (bytes.size() < kRtpHeaderBytes || bytes[0] >> 6 != 2) return std::nullopt;
  const bool padded = (bytes[0] & 0x20) != 0;
  const bool extended = (bytes[0] & 0x10) != 0;
  std::size_t header = kRtpHeaderBytes + std::size_t{4} * (bytes[0] & 0x0FU);
  if (extended) {
    if (bytes.size() < header + 4) return std::nullopt;
    header += 4 + std::size_t{4} * load_be16(&bytes[header + 2]);
  }
  if (bytes.size() < header) return std::nullopt;
  BytesView payload = bytes.subspan(header);
  if (padded) {
    if (payload.empty() || payload.back() == 0 || payload.back() > payload.size()) return std::nullopt;
    payload = payload.first(payload.size() - payload.back());
  }
  return RtpPacket{.header = {.payload_type = static_cast<std::uint8_t>(bytes[1] & 0x7F),
                              .marker = (bytes[1] & 0x80) != 0,
                              .sequence = load_be16(&bytes[2]),
                              .timestamp = load_be32(&bytes[4]),
                              .ssrc = load_be32(&bytes[8])},
                   .payload = payload};
}

void store_rtp_header(const RtpHeader& header, std::span<std::uint8_t, kRtpHeaderBytes> out) {
  out[0] = 2 << 6;
  out[1] = static_cast<std::uint8_t>((header.marker ? 0x80 : 0) | (header.payload_type & 0x7F));
  store_be16(&out[2], header.sequence);
  store_be32(&out[4], header.timestamp);
  store_be32(&out[8], header.ssrc);
}

}  // namespace attendant::media
