// An IPv4 address and port, as a value. Any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attendant::media {

struct Endpoint {
  std::uint32_t ip = 0;  // host byte order; 0 = none (c=IN IP4 0.0.0.0, the old way to hold)
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};

std::optional<std::uint32_t> parse_ipv4(std::string_view dotted);
std::string to_string(const Endpoint& endpoint);  // "192.0.2.1:4000"

// RFC 1918, RFC 6598, link-local and loopback: an address that a NAT may have hidden.
bool is_private(std::uint32_t ip);

}  // namespace attendant::media
