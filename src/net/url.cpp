#include "net/url.hpp"

#include <algorithm>
#include <array>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::net {
namespace {

struct Scheme {
  std::string_view name;
  std::uint16_t port;
};
constexpr std::array<Scheme, 4> kSchemes{{{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}}};

// What DNS and SNI take; everything else in a host would be decoded differently by somebody.
bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.contains(':') ? fmt::format("[{}]", host) : host;
  const auto own = std::ranges::find(kSchemes, std::string_view(scheme), &Scheme::name);
  return own != kSchemes.end() && own->port == port ? name : fmt::format("{}:{}", name, port);
}

std::string Url::origin() const {
  return fmt::format("{}://{}{}{}:{}", scheme, host.contains(':') ? "[" : "", host,
                     host.contains(':') ? "]" : "", port);
}

Result<Url> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
  if (parsed.has_error()) return fail(ErrorCode::invalid, "this is no absolute URL (https://host/path)");
  const boost::urls::url_view url = *parsed;
  Url result;
  result.scheme = lower(std::string(url.scheme()));
  const auto scheme = std::ranges::find(kSchemes, std::string_view(result.scheme), &Scheme::name);
  if (scheme == kSchemes.end())
    return fail(ErrorCode::invalid,
                fmt::format("a URL with '{}:' cannot be asked; http, https, ws and wss can", result.scheme));
  if (url.has_userinfo())
    return fail(ErrorCode::invalid, "a URL must not hold a user name or password; use a header");
  result.host = lower(std::string(url.host_address()));
  const bool is_ipv6 = url.host_type() == boost::urls::host_type::ipv6;
  if (!is_ipv6 && !is_host_name(result.host))
    return fail(ErrorCode::invalid, "the URL's host is neither a name nor an address");
  const auto port = url.port().empty() ? scheme->port : parse_integer(std::string(url.port())).value_or(0);
  if (port < 1 || port > 65535)
    return fail(ErrorCode::invalid, fmt::format("the URL of host '{}' has no usable port", result.host));
  result.port = static_cast<std::uint16_t>(port);
  result.target = std::string(url.encoded_target());
  if (!result.target.starts_with('/')) result.target.insert(result.target.begin(), '/');
  return result;
}

}  // namespace attendant::net
