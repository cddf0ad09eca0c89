#include "sip_echo_media.hpp"

#include <boost/asio/buffer.hpp>

namespace attendant::test_support {

namespace asio = boost::asio;
using asio::ip::udp;

Result<telephony::MediaPort> EchoMedia::open(const std::string& local_ip) {
  auto socket = std::make_shared<Socket>(io_);
  boost::system::error_code error;
  const udp::endpoint endpoint(asio::ip::make_address(local_ip, error), 0);
  if (!error) (void)socket->udp.open(endpoint.protocol(), error);
  if (!error) (void)socket->udp.bind(endpoint, error);
  if (error) return fail(ErrorCode::exhausted, "no RTP port: " + error.message());
  const telephony::MediaPortId id(++last_id_);
  sockets_.emplace(id, socket);
  receive(socket);
  return telephony::MediaPort{id, socket->udp.local_endpoint().port()};
}

void EchoMedia::receive(const std::shared_ptr<Socket>& socket) {
  socket->udp.async_receive_from(asio::buffer(socket->buffer), socket->from,
                                 [this, socket](boost::system::error_code error, std::size_t size) {
                                   if (error == asio::error::operation_aborted) return;
                                   boost::system::error_code ignored;
                                   if (!error && socket->remote.send) {
                                     socket->udp.send_to(asio::buffer(socket->buffer.data(), size),
                                                         socket->from, 0, ignored);
                                     ++echoed_;
                                   }
                                   receive(socket);
                                 });
}

Status EchoMedia::set_remote(telephony::MediaPortId port, const telephony::MediaRemote& remote) {
  sockets_.at(port)->remote = remote;
  return {};
}

telephony::RtpPosition EchoMedia::position(telephony::MediaPortId port) const {
  return {static_cast<std::uint32_t>(port.value()), 0, 0};
}

void EchoMedia::close(telephony::MediaPortId port) {
  const auto found = sockets_.find(port);
  if (found == sockets_.end()) return;
  boost::system::error_code ignored;
  (void)found->second->udp.close(ignored);
  sockets_.erase(found);
}

}  // namespace attendant::test_support
