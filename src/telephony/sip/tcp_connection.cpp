#include "telephony/sip/tcp_connection.hpp"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "telephony/sip/tcp_transport.hpp"

namespace attendant::telephony::sip_gateway {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMaxQueuedBytes = 256 * 1024;  // a peer that does not read is gone

}  // namespace

TcpConnection::TcpConnection(asio::ip::tcp::socket socket, sip::Peer peer, const sip::Limits& limits,
                             std::weak_ptr<TcpTransport> owner)
    : socket_(std::move(socket)), peer_(std::move(peer)), framer_(limits), owner_(std::move(owner)) {}

void TcpConnection::start_accepted() {
  connected_ = true;
  asio::co_spawn(socket_.get_executor(), read(), asio::detached);
}

void TcpConnection::start_connecting() { asio::co_spawn(socket_.get_executor(), connect(), asio::detached); }

asio::awaitable<void> TcpConnection::connect() {
  const auto self = shared_from_this();
  boost::system::error_code error;
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(peer_.ip, error), peer_.port);
  if (!error) co_await socket_.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
  if (error || closed_) {
    close();
    co_return;
  }
  connected_ = true;
  start_writing();
  co_await read();
}

asio::awaitable<void> TcpConnection::read() {
  const auto self = shared_from_this();
  std::array<char, 8192> buffer{};
  boost::system::error_code error;
  while (!closed_) {
    const std::size_t size = co_await socket_.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    if (error || closed_) break;
    const auto messages = framer_.push({buffer.data(), size});
    if (!messages) break;  // the stream cannot be followed any more
    for (const std::string& message : *messages) {
      const auto owner = owner_.lock();
      if (owner && !closed_) owner->received(message, peer_);
    }
  }
  close();
}

void TcpConnection::send(std::string_view bytes) {
  if (closed_) return;
  queued_bytes_ += bytes.size();
  if (queued_bytes_ > kMaxQueuedBytes) return close();
  queue_.emplace_back(bytes);
  if (connected_) start_writing();
}

void TcpConnection::start_writing() {
  if (writing_ || queue_.empty()) return;
  writing_ = true;
  asio::co_spawn(socket_.get_executor(), write(), asio::detached);
}

asio::awaitable<void> TcpConnection::write() {
  const auto self = shared_from_this();
  boost::system::error_code error;
  while (!queue_.empty() && !closed_) {
    co_await asio::async_write(socket_, asio::buffer(queue_.front()),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    queued_bytes_ -= queue_.front().size();
    queue_.pop_front();
  }
  writing_ = false;
  if (error) close();
}

void TcpConnection::close() {
  if (closed_) return;
  closed_ = true;
  boost::system::error_code ignored;
  (void)socket_.close(ignored);
  if (const auto owner = owner_.lock()) owner->ended(peer_, this, !queue_.empty());
}

}  // namespace attendant::telephony::sip_gateway
