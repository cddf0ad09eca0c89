// Where a message came from or goes to: an address literal, never a name (the shell resolves names).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace attendant::sip {

enum class Transport : std::uint8_t { udp, tcp };

inline std::string_view to_string(Transport transport) { return transport == Transport::udp ? "UDP" : "TCP"; }

struct HostPort {
  std::string host;
  std::uint16_t port = 0;  // 0: the scheme's default, 5060
  auto operator<=>(const HostPort&) const = default;
};

struct Peer {
  Transport transport = Transport::udp;
  std::string ip;
  std::uint16_t port = 5060;
  auto operator<=>(const Peer&) const = default;
};

}  // namespace attendant::sip
