#include "telephony/sip/udp_transport.hpp"

#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace attendant::telephony::sip_gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

constexpr int kDatagramsPerTurn = 32;  // then other work of the shard gets its turn
constexpr int kSocketBufferBytes = 1 << 20;

asio::awaitable<void> receive(std::shared_ptr<UdpTransport> /*keeps the socket*/, udp::socket& socket,
                              std::function<void()> drain) {
  boost::system::error_code error;
  while (socket.is_open()) {
    co_await socket.async_wait(udp::socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    drain();
  }
}

}  // namespace

Result<std::shared_ptr<UdpTransport>> UdpTransport::open(asio::io_context& io, const std::string& ip,
                                                         std::uint16_t port, std::size_t max_bytes,
                                                         Admits admits, OnMessage on_message) {
  auto transport = std::make_shared<UdpTransport>(io);
  boost::system::error_code error;
  const auto address = asio::ip::make_address(ip, error);
  const udp::endpoint endpoint(address, port);
  auto& socket = transport->socket_;
  if (!error) (void)socket.open(endpoint.protocol(), error);
  if (!error) (void)socket.bind(endpoint, error);
  if (!error) (void)socket.non_blocking(true, error);
  if (error) {
    return fail(ErrorCode::unavailable,
                fmt::format("SIP over UDP on {} port {}: {}", ip, port, error.message()));
  }
  boost::system::error_code ignored;  // the system's default size works too
  (void)socket.set_option(asio::socket_base::receive_buffer_size(kSocketBufferBytes), ignored);
  transport->port_ = socket.local_endpoint().port();
  transport->admits_ = std::move(admits);
  transport->on_message_ = std::move(on_message);
  transport->buffer_.resize(max_bytes + 1);  // one more shows that a datagram was longer
  transport->start();
  return transport;
}

void UdpTransport::start() {
  asio::co_spawn(socket_.get_executor(), receive(shared_from_this(), socket_, [this] { drain(); }),
                 asio::detached);
}

void UdpTransport::drain() {
  for (int i = 0; i < kDatagramsPerTurn && socket_.is_open(); ++i) {
    udp::endpoint from;
    boost::system::error_code error;
    const std::size_t size = socket_.receive_from(asio::buffer(buffer_), from, 0, error);
    if (error == asio::error::would_block) return;
    if (error) continue;  // an ICMP error of an earlier datagram of ours
    if (!admits_(from.address())) {
      ++strangers_;
      continue;
    }
    if (size == 0 || size == buffer_.size()) continue;
    on_message_({buffer_.data(), size}, {sip::Transport::udp, from.address().to_string(), from.port()});
  }
}

void UdpTransport::send(const sip::Peer& to, std::string_view bytes) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(to.ip, error);
  if (!error) socket_.send_to(asio::buffer(bytes), {address, to.port}, 0, error);
}

void UdpTransport::close() {
  boost::system::error_code ignored;
  (void)socket_.close(ignored);
  on_message_ = [](std::string_view, const sip::Peer&) {};
}

}  // namespace attendant::telephony::sip_gateway
