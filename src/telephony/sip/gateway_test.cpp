// The gateway with real sockets on the loopback interface, one thread, and a far end made of plain bytes.
#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "telephony/sip/sip_gateway.hpp"

namespace attendant::telephony::sip_gateway {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;

// Ports that are all taken.
class NoPorts final : public MediaPorts {
 public:
  Result<MediaPort> open(const std::string&) override {
    return fail(Error{.code = ErrorCode::exhausted,
                      .message = "no port",
                      .retry = Retry::after,
                      .retry_after = retry_after});
  }
  Status set_remote(MediaPortId, const MediaRemote&) override { return {}; }
  RtpPosition position(MediaPortId) const override { return {}; }
  void close(MediaPortId) override {}

  std::chrono::milliseconds retry_after{4500};
};

class Answering final : public CallTaker, public LegEvents {
 public:
  void take(std::unique_ptr<Leg> leg) override {
    leg_ = std::move(leg);
    leg_->listen(this);
    answered = leg_->answer();
    hung_up = leg_->hang_up();
  }
  void on_answered() override {}
  void on_hold(bool) override {}
  void on_digit(char, std::chrono::milliseconds) override {}
  void on_transfer(const TransferProgress&) override {}
  void on_snapshot(const boost::json::object&) override {}
  void on_ended(const Ended& end) override { ended.push_back(end); }

  Status answered, hung_up;
  std::vector<Ended> ended;

 private:
  std::unique_ptr<Leg> leg_;
};

class GatewayTest : public testing::Test {
 protected:
  GatewayTest() : far_(io_, {asio::ip::make_address("127.0.0.1"), 0}) {
    SipOptions options;
    options.udp_port = 0;
    options.tcp = false;
    options.trunks = {{.name = "local", .addresses = {"127.0.0.1"}}};
    auto opened = SipGateway::open(io_, clock_, options, ports_, admission_, taker_);
    if (opened) gateway_ = *std::move(opened);
  }

  void invite() {
    const std::string sdp =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
    const auto here = far_.local_endpoint().port();
    const std::string text = fmt::format(
        "INVITE sip:claims@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{0};branch=z9hG4bK1;rport\r\n"
        "From: <sip:ann@127.0.0.1>;tag=a\r\nTo: <sip:claims@127.0.0.1>\r\nCall-ID: one\r\nCSeq: 1 INVITE\r\n"
        "Contact: <sip:ann@127.0.0.1:{0}>\r\nMax-Forwards: 70\r\nContent-Type: application/sdp\r\n"
        "Content-Length: {1}\r\n\r\n{2}",
        here, sdp.size(), sdp);
    far_.send_to(asio::buffer(text), {asio::ip::make_address("127.0.0.1"), gateway_->udp_port()});
  }

  // The first message that is no 100, "" when none comes within two seconds.
  std::string final_response() {
    std::string text;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    while (std::chrono::steady_clock::now() < deadline) {
      io_.restart();
      io_.run_for(std::chrono::milliseconds(5));
      if (far_.available() == 0) continue;
      std::array<char, 4096> buffer{};
      text.assign(buffer.data(), far_.receive(asio::buffer(buffer)));
      if (!text.starts_with("SIP/2.0 100")) return text;
    }
    return "";
  }

  asio::io_context io_;
  SystemClock clock_;
  NoPorts ports_;
  Admission admission_{10, std::chrono::seconds(17)};
  Answering taker_;
  std::unique_ptr<SipGateway> gateway_;
  asio::ip::udp::socket far_;
};

TEST_F(GatewayTest, WithoutAFreeRtpPortTheCallerIsToldToTryAgainLater) {
  ASSERT_TRUE(gateway_);
  invite();
  const std::string response = final_response();
  EXPECT_THAT(response, HasSubstr("SIP/2.0 503 "));
  EXPECT_THAT(response, HasSubstr("\r\nRetry-After: 5\r\n"))
      << "when the next port has rested, in whole seconds";
  ASSERT_FALSE(taker_.answered);
  EXPECT_EQ(taker_.answered.error().code, ErrorCode::exhausted);
  EXPECT_TRUE(taker_.hung_up) << "a leg that is over needs no hanging up";
  ASSERT_EQ(taker_.ended.size(), 1U);
  EXPECT_EQ(taker_.ended[0].status, 503);
  EXPECT_EQ(admission_.calls(), 0U);
}

TEST_F(GatewayTest, WhenNobodyKnowsHowLongTheConfiguredTimeIsNamed) {
  ASSERT_TRUE(gateway_);
  ports_.retry_after = {};
  invite();
  EXPECT_THAT(final_response(), HasSubstr("\r\nRetry-After: 17\r\n"));
}

}  // namespace
}  // namespace attendant::telephony::sip_gateway
