#include "telephony/sip/tcp_transport.hpp"

#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "telephony/sip/tcp_connection.hpp"

namespace attendant::telephony::sip_gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> accept(std::shared_ptr<TcpTransport> /*keeps the acceptor*/, tcp::acceptor& acceptor,
                             std::function<void(tcp::socket)> accepted) {
  boost::system::error_code error;
  while (acceptor.is_open()) {
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      accepted(std::move(socket));
      continue;
    }
    // Out of file descriptors, say: trying again at once would only burn the shard.
    asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(100));
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

}  // namespace

Result<std::shared_ptr<TcpTransport>> TcpTransport::open(asio::io_context& io, const std::string& ip,
                                                         std::uint16_t port, const sip::Limits& limits,
                                                         std::size_t max_connections, Callbacks callbacks) {
  auto transport = std::make_shared<TcpTransport>(io);
  boost::system::error_code error;
  const tcp::endpoint endpoint(asio::ip::make_address(ip, error), port);
  auto& acceptor = transport->acceptor_;
  if (!error) (void)acceptor.open(endpoint.protocol(), error);
  if (!error) (void)acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) (void)acceptor.bind(endpoint, error);
  if (!error) (void)acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return fail(ErrorCode::unavailable,
                fmt::format("SIP over TCP on {} port {}: {}", ip, port, error.message()));
  }
  transport->limits_ = limits;
  transport->max_connections_ = max_connections;
  transport->callbacks_ = std::move(callbacks);
  transport->port_ = acceptor.local_endpoint().port();
  transport->start();
  return transport;
}

void TcpTransport::start() {
  asio::co_spawn(
      acceptor_.get_executor(),
      accept(shared_from_this(), acceptor_, [this](tcp::socket socket) { accepted(std::move(socket)); }),
      asio::detached);
}

void TcpTransport::accepted(tcp::socket socket) {
  boost::system::error_code error;
  const auto from = socket.remote_endpoint(error);
  if (error) return;
  if (!callbacks_.admits(from.address())) {
    ++strangers_;
    return;
  }
  if (connections_.size() >= max_connections_) return;
  (void)socket.set_option(tcp::no_delay(true), error);
  const sip::Peer peer{sip::Transport::tcp, from.address().to_string(), from.port()};
  auto connection = std::make_shared<TcpConnection>(std::move(socket), peer, limits_, weak_from_this());
  connections_.insert_or_assign(peer, connection);
  connection->start_accepted();
}

void TcpTransport::send(const sip::Peer& to, std::string_view bytes) {
  auto& connection = connections_[to];
  if (!connection) {
    connection = std::make_shared<TcpConnection>(tcp::socket(io_), to, limits_, weak_from_this());
    connection->start_connecting();
  }
  const auto held = connection;  // sending may end it, and with it the table's entry
  held->send(bytes);
}

void TcpTransport::ended(const sip::Peer& peer, const TcpConnection* connection, bool unsent) {
  const auto found = connections_.find(peer);
  if (found == connections_.end() || found->second.get() != connection) return;
  connections_.erase(found);
  if (unsent) callbacks_.on_failure(peer);
}

void TcpTransport::close() {
  boost::system::error_code ignored;
  (void)acceptor_.close(ignored);
  callbacks_.on_message = [](std::string_view, const sip::Peer&) {};
  callbacks_.on_failure = [](const sip::Peer&) {};
  for (const auto& [peer, connection] : std::exchange(connections_, {})) connection->close();
}

}  // namespace attendant::telephony::sip_gateway
