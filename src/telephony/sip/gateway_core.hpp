// The inside of SipGateway: carries out what the endpoint asks for and tells legs what happened.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sip/endpoint.hpp"
#include "telephony/sip/sip_gateway.hpp"
#include "telephony/sip/tcp_transport.hpp"
#include "telephony/sip/udp_transport.hpp"

namespace attendant::telephony::sip_gateway {

class SipLeg;

class GatewayCore : public std::enable_shared_from_this<GatewayCore> {
 public:
  GatewayCore(boost::asio::io_context& io, const Clock& clock, SipOptions options, Trunks trunks,
              MediaPorts& media, Admission& admission, CallTaker& taker);

  Status open();
  void close();

  Result<std::unique_ptr<Leg>> call(const OutgoingCall& call);
  Result<std::unique_ptr<Leg>> restore(const boost::json::object& json);

  // For SipLeg. What a command causes is sent, and reported, right after the current work of the thread.
  Status command(const std::function<Status(sip::Endpoint&, Instant)>& run);
  Result<sip::LegSnapshot> snapshot(sip::LegId leg) const;
  bool knows(sip::LegId leg) const { return endpoint_->knows(leg); }
  std::chrono::seconds retry_after() const { return admission_.retry_after(); }
  MediaPorts& media() { return media_; }
  Result<MediaPort> open_port() { return media_.open(media_ip()); }
  sip::LocalMedia local_media(const MediaPort& port) const;
  void forget(sip::LegId leg) { legs_.erase(leg.value()); }

  std::uint16_t udp_port() const { return udp_ ? udp_->port() : std::uint16_t{0}; }
  std::uint16_t tcp_port() const { return tcp_ ? tcp_->port() : std::uint16_t{0}; }
  GatewayCounters counters() const;

 private:
  bool admits(const boost::asio::ip::address& address) const;
  void received(std::string_view bytes, const sip::Peer& source);
  void pump();
  void pump_soon();
  void arm_timer();
  void send(const sip::Send& send);
  void dispatch(const sip::Event& event);
  void take_call(const sip::IncomingCall& call);
  std::string media_ip() const { return options_.media_ip.empty() ? options_.listen_ip : options_.media_ip; }
  std::string advertised_ip() const {
    return options_.external_ip.empty() ? options_.listen_ip : options_.external_ip;
  }

  boost::asio::io_context& io_;
  const Clock& clock_;
  SipOptions options_;
  Trunks trunks_;
  MediaPorts& media_;
  Admission& admission_;
  CallTaker& taker_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<UdpTransport> udp_;
  std::shared_ptr<TcpTransport> tcp_;
  std::unique_ptr<sip::Endpoint> endpoint_;          // from the opening on
  std::unordered_map<std::uint64_t, SipLeg*> legs_;  // owned by their calls
  bool pumping_ = false;
  bool pump_posted_ = false;
  bool closed_ = false;
};

}  // namespace attendant::telephony::sip_gateway
