#include "net/allowed_hosts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::net {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct Block {
  std::uint32_t first;
  unsigned bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0) {
  return a << 24 | b << 16 | c << 8;
}

// RFC 6890 section 2.2.2 and the multicast and reserved halves above 224.
constexpr std::array<Block, 14> kNotPublic{{
    {v4(0, 0), 8},
    {v4(10, 0), 8},
    {v4(100, 64), 10},
    {v4(127, 0), 8},
    {v4(169, 254), 16},
    {v4(172, 16), 12},
    {v4(192, 0, 0), 24},
    {v4(192, 0, 2), 24},
    {v4(192, 168), 16},
    {v4(198, 18), 15},
    {v4(198, 51, 100), 24},
    {v4(203, 0, 113), 24},
    {v4(224, 0), 4},
    {v4(240, 0), 4},
}};

bool is_public(const address_v4& ip) {
  const std::uint32_t bits = ip.to_uint();
  return std::ranges::none_of(kNotPublic,
                              [&](const Block& b) { return (bits ^ b.first) >> (32 - b.bits) == 0; });
}

bool is_public(const address_v6& ip) {
  const auto bytes = ip.to_bytes();
  const auto word = [&](std::size_t i) { return static_cast<unsigned>(bytes[i] << 8 | bytes[i + 1]); };
  const address_v4 last({bytes[12], bytes[13], bytes[14], bytes[15]});
  if (ip.is_v4_mapped()) return is_public(last);
  // RFC 6052 section 2.1: 64:ff9b::/96 is an IPv4 address behind a translator.
  const bool translated = word(0) == 0x64 && word(2) == 0xff9b &&
                          std::all_of(bytes.begin() + 4, bytes.begin() + 12, [](auto b) { return b == 0; });
  if (translated) return is_public(last);
  if (bytes[0] >> 5 != 1) return false;  // 2000::/3 is all that is given out (RFC 4291 section 2.4)
  if (word(0) == 0x2002) return false;   // 6to4, of nobody's use today
  return word(0) != 0x2001 ||
         (word(2) != 0x0db8 && word(2) >= 0x0200);  // documentation; RFC 2928's 2001::/23
}

}  // namespace

bool is_public_address(std::string_view text) {
  boost::system::error_code error;
  const address ip = boost::asio::ip::make_address(std::string(text), error);
  if (error) return false;
  return ip.is_v4() ? is_public(ip.to_v4()) : is_public(ip.to_v6());
}

AllowedHosts::AllowedHosts(const std::vector<std::string>& hosts) {
  for (const std::string& host : hosts) hosts_.insert(lower(host));
}

Status AllowedHosts::check_host(std::string_view host) const {
  if (hosts_.contains(lower(host))) return {};
  return fail(ErrorCode::refused, fmt::format("host '{}' is not among the allowed hosts", host));
}

Status AllowedHosts::check_address(std::string_view host, std::string_view text) const {
  if (is_public_address(text) || hosts_.contains(lower(text))) return {};
  boost::system::error_code error;
  const address ip = boost::asio::ip::make_address(std::string(text), error);
  if (!error && ip.is_loopback() && equals_ignoring_case(host, "localhost") && hosts_.contains("localhost"))
    return {};
  return fail(ErrorCode::refused,
              fmt::format("host '{}' has the address {} inside a private network; list the address among the "
                          "allowed hosts if it is meant",
                          host, text));
}

}  // namespace attendant::net
