// Media for tests of signalling: each port sends back what it gets, and nothing more.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "telephony/media_ports.hpp"

namespace attendant::test_support {

class EchoMedia final : public telephony::MediaPorts {
 public:
  explicit EchoMedia(boost::asio::io_context& io) : io_(io) {}

  Result<telephony::MediaPort> open(const std::string& local_ip) override;
  Status set_remote(telephony::MediaPortId port, const telephony::MediaRemote& remote) override;
  telephony::RtpPosition position(telephony::MediaPortId port) const override;
  void close(telephony::MediaPortId port) override;

  std::size_t open_ports() const { return sockets_.size(); }
  std::uint64_t echoed() const { return echoed_; }

 private:
  struct Socket {
    explicit Socket(boost::asio::io_context& io) : udp(io) {}
    boost::asio::ip::udp::socket udp;
    boost::asio::ip::udp::endpoint from;
    std::array<char, 2048> buffer{};
    telephony::MediaRemote remote;
  };
  void receive(const std::shared_ptr<Socket>& socket);

  boost::asio::io_context& io_;
  std::map<telephony::MediaPortId, std::shared_ptr<Socket>> sockets_;
  std::uint64_t last_id_ = 0;
  std::uint64_t echoed_ = 0;
};

}  // namespace attendant::test_support
