// The wire formats and what is measured on them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/port_pool.hpp"
#include "media/reception.hpp"
#include "media/rtcp.hpp"
#include "media/rtp_packet.hpp"
#include "media/source_guard.hpp"

namespace attendant::media {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Bytes packet(std::uint8_t first, std::initializer_list<std::uint8_t> rest) {
  Bytes bytes(kRtpHeaderBytes, 0);
  bytes[0] = first;
  bytes.insert(bytes.end(), rest);
  return bytes;
}

TEST(RtpPacket, SurvivesTheWire) {
  Bytes bytes(14, 0xAB);
  store_rtp_header(
      {.payload_type = 101, .marker = true, .sequence = 65535, .timestamp = 0xDEADBEEF, .ssrc = 0x01020304},
      std::span(bytes).first<kRtpHeaderBytes>());
  const auto parsed = parse_rtp(bytes);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->header.payload_type, 101);
  EXPECT_TRUE(parsed->header.marker);
  EXPECT_EQ(parsed->header.sequence, 65535);
  EXPECT_EQ(parsed->header.timestamp, 0xDEADBEEF);
  EXPECT_EQ(parsed->header.ssrc, 0x01020304U);
  EXPECT_EQ(parsed->payload.size(), 2U);
}

TEST(RtpPacket, FindsThePayloadBehindSourcesExtensionsAndPadding) {
  EXPECT_EQ(parse_rtp(packet(0x81, {0, 0, 0, 0, 7}))->payload.size(), 1U);
  EXPECT_EQ(parse_rtp(packet(0x90, {0, 0, 0, 1, 9, 9, 9, 9, 7}))->payload.size(), 1U);
  EXPECT_EQ(parse_rtp(packet(0xA0, {7, 0, 2}))->payload.size(), 1U);
}

TEST(RtpPacket, RefusesWhatContradictsItself) {
  EXPECT_FALSE(parse_rtp({}));
  EXPECT_FALSE(parse_rtp(packet(0x40, {})));
  EXPECT_FALSE(parse_rtp(packet(0x81, {0, 0, 0})));
  EXPECT_FALSE(parse_rtp(packet(0x90, {0, 0})));
  EXPECT_FALSE(parse_rtp(packet(0x90, {0, 0, 0xFF, 0xFF, 1})));
  EXPECT_FALSE(parse_rtp(packet(0xA0, {})));
  EXPECT_FALSE(parse_rtp(packet(0xA0, {0})));
  EXPECT_FALSE(parse_rtp(packet(0xA0, {7, 9})));
}

TEST(Rtcp, ReportsSurviveTheWire) {
  std::array<std::uint8_t, kLargestReport> bytes{};
  const ReportBlock block{.ssrc = 42,
                          .fraction_lost = 64,
                          .total_lost = -3,
                          .highest_sequence = 70000,
                          .jitter = 12,
                          .last_sender_report = 1,
                          .delay_since = 2};
  const Instant at = Instant{} + milliseconds(1500);
  const std::size_t size = store_report({.ssrc = 7, .at = at, .reception = block}, bytes);
  EXPECT_EQ(size % 4, 0U);
  const auto news = parse_rtcp(BytesView(bytes).first(size), 42);
  ASSERT_TRUE(news && news->about_us);
  EXPECT_EQ(news->sender_report_ntp, ntp_middle(at));
  EXPECT_EQ(ntp_middle(at), 0x18000U);
  EXPECT_EQ(news->about_us->total_lost, -3);
  EXPECT_EQ(news->about_us->highest_sequence, 70000U);
  EXPECT_FALSE(parse_rtcp(BytesView(bytes).first(size), 43)->about_us) << "a block about somebody else";
}

TEST(Rtcp, NeverReadsPastAnyTruncation) {
  std::array<std::uint8_t, kLargestReport> bytes{};
  const std::size_t size = store_report({.reception = ReportBlock{}}, bytes);
  for (std::size_t cut = 0; cut < size; ++cut) {
    const auto news = parse_rtcp(BytesView(bytes).first(cut), 0);
    EXPECT_TRUE(!news || cut == 52) << cut;  // the whole SR without its SDES is well-formed
  }
}

TEST(Reception, CountsLossAcrossTheWrap) {
  Reception reception;
  for (int i = 0; i < 100; ++i) {
    if (i % 10 == 5) continue;
    reception.observe(static_cast<std::uint16_t>(65500 + i), static_cast<std::uint32_t>(i) * 160,
                      Instant{} + milliseconds(20 * i));
  }
  EXPECT_EQ(reception.expected(), 100U);
  EXPECT_EQ(reception.lost(), 10U);
  EXPECT_EQ(reception.take_fraction_lost(), 25);
  EXPECT_EQ(reception.take_fraction_lost(), 0) << "nothing since";
  EXPECT_EQ(reception.jitter(), 0U);
  EXPECT_EQ(reception.highest_sequence(), 65536U + 63U);
}

TEST(Reception, MeasuresJitter) {
  Reception reception;
  for (int i = 0; i < 500; ++i) {
    reception.observe(static_cast<std::uint16_t>(i), static_cast<std::uint32_t>(i) * 160,
                      Instant{} + milliseconds(20 * i + (i % 2) * 10));
  }
  EXPECT_NEAR(reception.jitter(), 80.0, 2.0);  // 10 ms in timestamp units
}

TEST(Mos, FallsWithLossAndDelay) {
  EXPECT_NEAR(estimate_mos(0.0, 40.0), 4.4F, 0.05F);
  EXPECT_LT(estimate_mos(0.02, 40.0), estimate_mos(0.0, 40.0));
  EXPECT_LT(estimate_mos(0.0, 400.0), estimate_mos(0.0, 100.0));
  EXPECT_EQ(estimate_mos(1.0, 5000.0), 1.0F);
}

TEST(SourceGuard, TakesTheExactPeerAfterAForeignerWasRefused) {
  SourceGuard guard;
  const Endpoint peer{.ip = 0xC0000201, .port = 4000};
  guard.expect(peer);
  EXPECT_FALSE(guard.accept({.ip = 0xC0000202, .port = 4000}));
  EXPECT_EQ(guard.destination(), peer);
  EXPECT_TRUE(guard.accept(peer));
  EXPECT_FALSE(guard.accept({.ip = peer.ip, .port = 4002}));
}

TEST(SourceGuard, ThePortOfTheSdpWinsOverAnotherOneThatCameFirst) {
  SourceGuard guard;
  const Endpoint peer{.ip = 0xC0000201, .port = 4000};
  const Endpoint stale{.ip = peer.ip, .port = 4002};
  guard.expect(peer);
  EXPECT_TRUE(guard.accept(stale)) << "symmetric RTP: the SDP's port need not be the sender's";
  EXPECT_EQ(guard.destination(), stale);
  EXPECT_TRUE(guard.accept(peer));
  EXPECT_EQ(guard.destination(), peer);
  EXPECT_FALSE(guard.accept(stale)) << "once the peer has shown itself nobody takes its place";
}

TEST(SourceGuard, BehindANatTheFirstSourceStaysUnlessTheSdpWasRight) {
  SourceGuard guard;
  const Endpoint inside{.ip = 0x0A000005, .port = 4000};
  const Endpoint outside{.ip = 0xC0000201, .port = 61000};
  guard.expect(inside);
  EXPECT_TRUE(guard.accept(outside));
  EXPECT_FALSE(guard.accept({.ip = 0xC0000202, .port = 61000})) << "a hijacker";
  EXPECT_FALSE(guard.accept({.ip = inside.ip, .port = 4002})) << "not what the SDP names either";
  EXPECT_TRUE(guard.accept(inside));
  EXPECT_FALSE(guard.accept(outside));
}

TEST(SourceGuard, ANewOfferLearnsAnew) {
  SourceGuard guard;
  const Endpoint peer{.ip = 0xC0000201, .port = 4000};
  guard.expect(peer);
  EXPECT_TRUE(guard.accept(peer));
  guard.expect({.ip = 0xC0000203, .port = 5000});
  EXPECT_FALSE(guard.accept(peer));
  EXPECT_TRUE(guard.accept({.ip = 0xC0000203, .port = 5002}));
}

TEST(PortPool, GivesEvenPortsAndLetsThemRest) {
  PortPool pool(20001, 20005, std::chrono::seconds(5));
  const Instant now{};
  EXPECT_EQ(pool.take(now), 20002);
  EXPECT_EQ(pool.take(now), 20004);
  EXPECT_FALSE(pool.take(now));
  pool.give_back(20004, now);
  EXPECT_FALSE(pool.take(now + std::chrono::seconds(4)));
  EXPECT_EQ(pool.take(now + std::chrono::seconds(5)), 20004);
}

TEST(PortRange, MustLieOutsideTheEphemeralRangeOrBeReserved) {
  constexpr std::string_view kEphemeral = "32768\t60999\n";
  EXPECT_TRUE(check_port_range(20000, 29999, kEphemeral, "\n"));
  const Status overlapping = check_port_range(30000, 33000, kEphemeral, "");
  ASSERT_FALSE(overlapping);
  EXPECT_THAT(overlapping.error().message, HasSubstr("ip_local_reserved_ports=30000-33000"));
  EXPECT_TRUE(check_port_range(40000, 40100, kEphemeral, "8080,40000-41000\n"));
  EXPECT_FALSE(check_port_range(5000, 4000, kEphemeral, ""));
}

TEST(Endpoint, KnowsPrivateAddresses) {
  for (const char* ip :
       {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "127.0.0.1"}) {
    EXPECT_TRUE(is_private(*parse_ipv4(ip))) << ip;
  }
  for (const char* ip : {"11.0.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "8.8.8.8"}) {
    EXPECT_FALSE(is_private(*parse_ipv4(ip))) << ip;
  }
  for (const char* wrong : {"", "1.2.3", "1.2.3.256", "1.2.3.-4", "1.2.3.4.5", "0001.2.3.4"}) {
    EXPECT_FALSE(parse_ipv4(wrong)) << wrong;
  }
  EXPECT_EQ(to_string(Endpoint{.ip = 0xC0000201, .port = 4000}), "192.0.2.1:4000");
}

}  // namespace
}  // namespace attendant::media
