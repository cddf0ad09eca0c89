// The UDP socket of the SIP gateway. A datagram of a stranger is dropped before anybody looks at it, and
// nothing is ever sent back. Lives on the io_context that it was given.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "base/result.hpp"
#include "sip/peer.hpp"

namespace attendant::telephony::sip_gateway {

using Admits = std::function<bool(const boost::asio::ip::address&)>;
using OnMessage = std::function<void(std::string_view bytes, const sip::Peer& source)>;

class UdpTransport : public std::enable_shared_from_this<UdpTransport> {
 public:
  // unavailable: the address or port cannot be bound.
  static Result<std::shared_ptr<UdpTransport>> open(boost::asio::io_context& io, const std::string& ip,
                                                    std::uint16_t port, std::size_t max_bytes, Admits admits,
                                                    OnMessage on_message);

  explicit UdpTransport(boost::asio::io_context& io) : socket_(io) {}

  // Never blocks; a datagram that does not fit into the socket's buffer is lost, as the network may lose it.
  void send(const sip::Peer& to, std::string_view bytes);
  void close();
  std::uint16_t port() const { return port_; }
  std::uint64_t strangers() const { return strangers_; }

 private:
  void start();
  void drain();

  boost::asio::ip::udp::socket socket_;
  Admits admits_;
  OnMessage on_message_;
  std::vector<char> buffer_;
  std::uint16_t port_ = 0;
  std::uint64_t strangers_ = 0;
};

}  // namespace attendant::telephony::sip_gateway
