// A range of IP addresses in CIDR notation: the identity of a trunk.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace attendant::telephony {

// IPv4 is held in its IPv6-mapped form, so that both compare alike.
using IpBytes = std::array<std::uint8_t, 16>;

std::optional<IpBytes> parse_ip(std::string_view text);

class AddressBlock {
 public:
  // "192.0.2.7", "10.0.0.0/8", "2001:db8::/32".
  static Result<AddressBlock> parse(std::string_view text);

  bool contains(const IpBytes& ip) const;

 private:
  AddressBlock(IpBytes base, int bits) : base_(base), bits_(bits) {}

  IpBytes base_;
  int bits_;  // of the 128
};

}  // namespace attendant::telephony
