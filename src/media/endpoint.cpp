#include "media/endpoint.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::media {

std::optional<std::uint32_t> parse_ipv4(std::string_view dotted) {
  const auto parts = split(dotted, '.');
  if (parts.size() != 4) return std::nullopt;
  std::uint32_t ip = 0;
  for (const std::string_view part : parts) {
    const auto value = parse_integer(part);
    if (!value || part.size() > 3 || *value < 0 || *value > 255) return std::nullopt;
    ip = ip << 8 | static_cast<std::uint32_t>(*value);
  }
  return ip;
}

std::string to_string(const Endpoint& endpoint) {
  return fmt::format("{}.{}.{}.{}:{}", endpoint.ip >> 24, endpoint.ip >> 16 & 255U, endpoint.ip >> 8 & 255U,
                     endpoint.ip & 255U, endpoint.port);
}

bool is_private(std::uint32_t ip) {
  const auto within = [ip](std::uint32_t network, int bits) {
    return ip >> (32 - bits) == network >> (32 - bits);
  };
  return within(0x0A000000, 8) || within(0xAC100000, 12) || within(0xC0A80000, 16) ||  // RFC 1918
         within(0x64400000, 10) || within(0xA9FE0000, 16) || within(0x7F000000, 8);
}

}  // namespace attendant::media
