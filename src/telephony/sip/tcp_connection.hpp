// One TCP connection with a trunk: reads messages, writes a bounded queue of them. Held by its transport and
// by the operations that are under way.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "sip/limits.hpp"
#include "sip/peer.hpp"
#include "sip/stream_framer.hpp"

namespace attendant::telephony::sip_gateway {

class TcpTransport;

class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
 public:
  TcpConnection(boost::asio::ip::tcp::socket socket, sip::Peer peer, const sip::Limits& limits,
                std::weak_ptr<TcpTransport> owner);

  void start_accepted();
  void start_connecting();
  void send(std::string_view bytes);
  void close();

 private:
  boost::asio::awaitable<void> connect();
  boost::asio::awaitable<void> read();
  boost::asio::awaitable<void> write();
  void start_writing();

  boost::asio::ip::tcp::socket socket_;
  sip::Peer peer_;
  sip::StreamFramer framer_;
  std::weak_ptr<TcpTransport> owner_;
  std::deque<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  bool connected_ = false;
  bool writing_ = false;
  bool closed_ = false;
};

}  // namespace attendant::telephony::sip_gateway
