#include "telephony/address_block.hpp"

#include <algorithm>
#include <string>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::telephony {

std::optional<IpBytes> parse_ip(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;  // inet_pton would stop there
  const std::string zero_ended(text);
  IpBytes ip{};
  if (inet_pton(AF_INET6, zero_ended.c_str(), ip.data()) == 1) return ip;
  ip = {};
  ip[10] = 0xff;
  ip[11] = 0xff;
  if (inet_pton(AF_INET, zero_ended.c_str(), ip.data() + 12) == 1) return ip;
  return std::nullopt;
}

Result<AddressBlock> AddressBlock::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  const auto base = parse_ip(address);
  const bool is_v4 = address.find(':') == std::string_view::npos;
  const int longest = is_v4 ? 32 : 128;
  long long bits = longest;
  if (slash != std::string_view::npos) {
    const auto length = text.substr(slash + 1);
    bits = length.starts_with('-') ? -1 : parse_integer(length).value_or(-1);  // "-0" would be everywhere
  }
  if (!base || bits < 0 || bits > longest) {
    return fail(ErrorCode::invalid, fmt::format("'{}' is not an address or a block like 10.0.0.0/8", text));
  }
  return AddressBlock(*base, static_cast<int>(bits) + (is_v4 ? 96 : 0));
}

bool AddressBlock::contains(const IpBytes& ip) const {
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (!std::equal(base_.begin(), base_.begin() + static_cast<std::ptrdiff_t>(whole), ip.begin()))
    return false;
  const int rest = bits_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (base_[whole] & mask) == (ip[whole] & mask);
}

}  // namespace attendant::telephony
