#include "media/udp_socket.hpp"

#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace attendant::media {
namespace {

sockaddr_in to_sockaddr(const Endpoint& endpoint) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(endpoint.ip);
  address.sin_port = htons(endpoint.port);
  return address;
}

}  // namespace

Result<UdpSocket> UdpSocket::bind(const Endpoint& local) {
  UdpSocket socket(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.fd_ < 0) {
    return fail(ErrorCode::exhausted,
                fmt::format("no socket for RTP: {}", std::generic_category().message(errno)));
  }
  // DSCP EF, as voice is marked; where it is not permitted nothing is lost but priority.
  constexpr int kExpedited = 46 << 2;
  (void)::setsockopt(socket.fd_, IPPROTO_IP, IP_TOS, &kExpedited, sizeof kExpedited);
  const sockaddr_in address = to_sockaddr(local);
  if (::bind(socket.fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail(errno == EADDRINUSE ? ErrorCode::conflict : ErrorCode::unavailable,
                fmt::format("cannot bind {}: {}", to_string(local), std::generic_category().message(errno)));
  }
  return socket;
}

UdpSocket::~UdpSocket() {
  if (fd_ >= 0) ::close(fd_);
}

bool UdpSocket::send(BytesView packet, const Endpoint& to) const {
  const sockaddr_in address = to_sockaddr(to);
  return ::sendto(fd_, packet.data(), packet.size(), MSG_NOSIGNAL,
                  reinterpret_cast<const sockaddr*>(&address),
                  sizeof address) == static_cast<ssize_t>(packet.size());
}

std::optional<UdpSocket::Received> UdpSocket::receive(std::span<std::uint8_t> buffer) const {
  sockaddr_in from{};
  socklen_t length = sizeof from;
  const ssize_t size =
      ::recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
  if (size < 0) return std::nullopt;
  return Received{.bytes = buffer.first(static_cast<std::size_t>(size)),
                  .source = {.ip = ntohl(from.sin_addr.s_addr), .port = ntohs(from.sin_port)}};
}

}  // namespace attendant::media
