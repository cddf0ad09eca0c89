#include "media/rtcp.hpp"

#include <algorithm>
#include <string_view>

namespace attendant::media {
namespace {

constexpr std::uint8_t kSenderReport = 200;
constexpr std::uint8_t kReceiverReport = 201;
constexpr std::uint8_t kSourceDescription = 202;
constexpr std::size_t kBlockBytes = 24;
constexpr std::string_view kCname = "a@invalid";  // says nothing about us; required all the same

std::uint64_t ntp(Instant at) {
  const auto ns = static_cast<std::uint64_t>(at.time_since_epoch().count());
  const std::uint64_t seconds = ns / 1'000'000'000;
  const std::uint64_t fraction = (ns % 1'000'000'000 << 32) / 1'000'000'000;
  return seconds << 32 | fraction;
}

void store_head(std::uint8_t* out, std::size_t count, std::uint8_t type, std::size_t bytes) {
  out[0] = static_cast<std::uint8_t>(2 << 6 | count);
  out[1] = type;
  store_be16(out + 2, static_cast<std::uint16_t>(bytes / 4 - 1));
}

void store_block(const ReportBlock& block, std::uint8_t* out) {
  store_be32(out, block.ssrc);
  const auto lost = static_cast<std::uint32_t>(std::clamp(block.total_lost, -0x800000, 0x7FFFFF)) & 0xFFFFFF;
  store_be32(out + 4, static_cast<std::uint32_t>(block.fraction_lost) << 24 | lost);
  store_be32(out + 8, block.highest_sequence);
  store_be32(out + 12, block.jitter);
  store_be32(out + 16, block.last_sender_report);
  store_be32(out + 20, block.delay_since);
}

ReportBlock load_block(const std::uint8_t* in) {
  const std::uint32_t losses = load_be32(in + 4);
  auto lost = static_cast<std::int32_t>(losses & 0xFFFFFF);
  if (lost >= 0x800000) lost -= 0x1000000;
  return {.ssrc = load_be32(in),
          .fraction_lost = static_cast<std::uint8_t>(losses >> 24),
          .total_lost = lost,
          .highest_sequence = load_be32(in + 8),
          .jitter = load_be32(in + 12),
          .last_sender_report = load_be32(in + 16),
          .delay_since = load_be32(in + 20)};
}

}  // namespace

std::uint32_t ntp_middle(Instant at) { return static_cast<std::uint32_t>(ntp(at) >> 16); }

std::size_t store_report(const SenderReport& report, std::span<std::uint8_t, kLargestReport> out) {
  const std::size_t blocks = report.reception ? 1 : 0;
  const std::size_t sender = 28 + blocks * kBlockBytes;
  store_head(out.data(), blocks, kSenderReport, sender);
  store_be32(&out[4], report.ssrc);
  store_be32(&out[8], static_cast<std::uint32_t>(ntp(report.at) >> 32));
  store_be32(&out[12], static_cast<std::uint32_t>(ntp(report.at)));
  store_be32(&out[16], report.timestamp);
  store_be32(&out[20], report.packets);
  store_be32(&out[24], report.octets);
  if (report.reception) store_block(*report.reception, &out[28]);

  // SDES: SSRC, then CNAME (type 1), a zero that ends the chunk, padded to 32 bits.
  const std::size_t chunk = 4 + (2 + kCname.size() + 1 + 3) / 4 * 4;
  std::uint8_t* description = out.data() + sender;
  std::fill_n(description, 4 + chunk, std::uint8_t{0});
  store_head(description, 1, kSourceDescription, 4 + chunk);
  store_be32(description + 4, report.ssrc);
  description[8] = 1;
  description[9] = static_cast<std::uint8_t>(kCname.size());
  std::ranges::copy(kCname, description + 10);
  return sender + 4 + chunk;
}

std::optional<RtcpNews> parse_rtcp(BytesView bytes, std::uint32_t our_ssrc) {
  RtcpNews news;
  if (bytes.size() < 8) return std::nullopt;
  while (!bytes.empty()) {
    if (bytes.size() < 4 || bytes[0] >> 6 != 2) return std::nullopt;
    const std::size_t size = (std::size_t{load_be16(&bytes[2])} + 1) * 4;
    if (size > bytes.size()) return std::nullopt;
    const BytesView packet = bytes.first(size);
    bytes = bytes.subspan(size);

    const std::uint8_t type = packet[1];
    if (type != kSenderReport && type != kReceiverReport) continue;
    const std::size_t head = type == kSenderReport ? 28 : 8;
    const std::size_t blocks = packet[0] & 0x1FU;
    if (packet.size() < head + blocks * kBlockBytes) return std::nullopt;
    if (type == kSenderReport) news.sender_report_ntp = load_be32(&packet[10]);
    for (std::size_t i = 0; i < blocks; ++i) {
      const ReportBlock block = load_block(packet.data() + head + i * kBlockBytes);
      if (block.ssrc == our_ssrc) news.about_us = block;
    }
  }
  return news;
}

}  // namespace attendant::media
