// The TCP side of the SIP gateway: a listener and the connections of trunks, accepted or opened by us. A
// stranger's connection is closed without a byte read or written. Lives on the io_context that it was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.hpp"
#include "sip/limits.hpp"
#include "sip/peer.hpp"
#include "telephony/sip/udp_transport.hpp"

namespace attendant::telephony::sip_gateway {

class TcpConnection;

class TcpTransport : public std::enable_shared_from_this<TcpTransport> {
 public:
  struct Callbacks {
    Admits admits;
    OnMessage on_message;
    // What was to be sent to this peer may not have arrived.
    std::function<void(const sip::Peer&)> on_failure;
  };

  static Result<std::shared_ptr<TcpTransport>> open(boost::asio::io_context& io, const std::string& ip,
                                                    std::uint16_t port, const sip::Limits& limits,
                                                    std::size_t max_connections, Callbacks callbacks);

  explicit TcpTransport(boost::asio::io_context& io) : io_(io), acceptor_(io) {}

  // Over the connection that is up, else over a new one.
  void send(const sip::Peer& to, std::string_view bytes);
  void close();
  std::uint16_t port() const { return port_; }
  std::uint64_t strangers() const { return strangers_; }

 private:
  friend class TcpConnection;

  void start();
  void accepted(boost::asio::ip::tcp::socket socket);
  void received(std::string_view message, const sip::Peer& source) { callbacks_.on_message(message, source); }
  void ended(const sip::Peer& peer, const TcpConnection* connection, bool unsent);

  boost::asio::io_context& io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  sip::Limits limits_;
  std::size_t max_connections_ = 0;
  Callbacks callbacks_;
  std::map<sip::Peer, std::shared_ptr<TcpConnection>> connections_;
  std::uint16_t port_ = 0;
  std::uint64_t strangers_ = 0;
};

}  // namespace attendant::telephony::sip_gateway
