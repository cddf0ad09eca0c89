// One non-blocking IPv4 UDP socket. Owned by one line; send and receive on the media thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "media/endpoint.hpp"

namespace attendant::media {

class UdpSocket {
 public:
  // ErrorCode::conflict when somebody else has the port.
  static Result<UdpSocket> bind(const Endpoint& local);

  UdpSocket(UdpSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UdpSocket& operator=(UdpSocket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UdpSocket();

  int fd() const { return fd_; }
  // A packet the network does not take is lost, like any other.
  bool send(BytesView packet, const Endpoint& to) const;

  struct Received {
    BytesView bytes;  // into the buffer
    Endpoint source;
  };
  // Empty when nothing is waiting. A longer packet is cut.
  std::optional<Received> receive(std::span<std::uint8_t> buffer) const;

 private:
  explicit UdpSocket(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace attendant::media
