#include "sip/uri.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

std::unexpected<Error> bad(std::string_view what) {
  return fail(ErrorCode::invalid, fmt::format("URI: {}", what));
}

Result<std::vector<Parameter>> parse_uri_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  for (std::string_view part : split(text, ';')) {
    const auto equals = part.find('=');
    Parameter parameter{.name = std::string(part.substr(0, equals)), .value = {}};
    if (parameter.name.empty()) return bad("a parameter without a name");
    if (equals != std::string_view::npos) parameter.value = std::string(part.substr(equals + 1));
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

Status parse_host_port(std::string_view text, const Limits& limits, Uri& uri) {
  std::size_t host_end = text.find(':');
  if (text.starts_with('[')) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) return bad("an IPv6 address without its closing bracket");
    host_end = bracket + 1;
  }
  const auto host = text.substr(0, host_end);
  if (!is_host(host) || host.size() > limits.uri_host_bytes) return bad("not a host name or address");
  uri.host = std::string(host);
  if (host_end == std::string_view::npos || host_end == text.size()) return {};
  if (text[host_end] != ':') return bad("something between host and port");
  const auto port = parse_number(text.substr(host_end + 1), 65535);
  if (!port || *port == 0) return bad("the port is not a number from 1 to 65535");
  uri.port = static_cast<std::uint16_t>(*port);
  return {};
}

Result<Uri> parse_sip(std::string_view rest, const Limits& limits, Uri uri) {
  const auto at = rest.find('@');
  if (at != std::string_view::npos) {
    const auto user_info = rest.substr(0, at);
    const auto colon = user_info.find(':');
    uri.user = std::string(user_info.substr(0, colon));
    if (colon != std::string_view::npos) uri.password = std::string(user_info.substr(colon + 1));
    if (uri.user.empty()) return bad("an empty user before '@'");
    rest.remove_prefix(at + 1);
    if (rest.find('@') != std::string_view::npos) return bad("more than one '@'");
  }
  if (uri.user.size() > limits.uri_user_bytes) return bad("the user part is too long");
  if (const auto question = rest.find('?'); question != std::string_view::npos) {
    uri.headers = std::string(rest.substr(question + 1));
    rest = rest.substr(0, question);
  }
  const auto semicolon = rest.find(';');
  if (semicolon != std::string_view::npos) {
    TRY_ASSIGN(uri.parameters, parse_uri_parameters(rest.substr(semicolon + 1)));
  }
  TRY(parse_host_port(rest.substr(0, semicolon), limits, uri));
  return uri;
}

Result<Uri> parse_tel(std::string_view rest, const Limits& limits, Uri uri) {
  const auto semicolon = rest.find(';');
  uri.user = std::string(rest.substr(0, semicolon));
  constexpr std::string_view kNumber = "+0123456789ABCDEFabcdef*#-.()";
  if (uri.user.empty() || uri.user.find_first_not_of(kNumber) != std::string::npos ||
      uri.user.size() > limits.uri_user_bytes) {
    return bad("not a telephone number");
  }
  if (semicolon != std::string_view::npos) {
    TRY_ASSIGN(uri.parameters, parse_uri_parameters(rest.substr(semicolon + 1)));
  }
  return uri;
}

}  // namespace

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  for (const Parameter& parameter : parameters) {
    if (equals_ignoring_case(parameter.name, name)) return &parameter;
  }
  return nullptr;
}

Result<Uri> parse_uri(std::string_view text, const Limits& limits) {
  if (text.size() > limits.uri_bytes) return bad("too long");
  if (has_space_or_control(text) || text.find_first_of("<>\"") != std::string_view::npos) {
    return bad("a character that must be escaped");
  }
  const auto colon = text.find(':');
  const auto scheme = text.substr(0, colon);
  if (colon == std::string_view::npos || !is_token(scheme)) return bad("no scheme");
  const auto rest = text.substr(colon + 1);
  Uri uri;
  if (equals_ignoring_case(scheme, "sip")) {
    uri.scheme = Scheme::sip;
  } else if (equals_ignoring_case(scheme, "sips")) {
    uri.scheme = Scheme::sips;
  } else if (equals_ignoring_case(scheme, "tel")) {
    uri.scheme = Scheme::tel;
  } else {
    uri.scheme = Scheme::other;
    uri.other_scheme = std::string(scheme);
    uri.user = std::string(rest);
    return uri;
  }
  if (!escapes_complete(rest)) return bad("'%' without two hexadecimal digits");
  return uri.scheme == Scheme::tel ? parse_tel(rest, limits, std::move(uri))
                                   : parse_sip(rest, limits, std::move(uri));
}

std::string to_string(const Uri& uri) {
  if (uri.scheme == Scheme::other) return fmt::format("{}:{}", uri.other_scheme, uri.user);
  std::string text = uri.scheme == Scheme::tel ? "tel:" : uri.scheme == Scheme::sips ? "sips:" : "sip:";
  text += uri.user;
  if (uri.scheme != Scheme::tel) {
    if (!uri.password.empty()) text += ":" + uri.password;
    if (!uri.user.empty()) text += "@";
    text += uri.host;
    if (uri.port != 0) text += fmt::format(":{}", uri.port);
  }
  for (const Parameter& parameter : uri.parameters) {
    text += ";" + parameter.name;
    if (parameter.value) text += "=" + *parameter.value;
  }
  if (!uri.headers.empty()) text += "?" + uri.headers;
  return text;
}

std::string unescape(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && text.size() - i >= 3 && escapes_complete(text.substr(i, 3))) {
      result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace attendant::sip
