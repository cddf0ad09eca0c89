// SIP and tel URIs (RFC 3261 section 19.1, RFC 3966). Values; escapes stay as they were written, so that
// to_string(parse(x)) sends back what was received.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sip/limits.hpp"

namespace attendant::sip {

struct Parameter {
  std::string name;
  std::optional<std::string> value;  // quotes, if any, are kept
  bool operator==(const Parameter&) const = default;
};

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name);

enum class Scheme : std::uint8_t { sip, sips, tel, other };

struct Uri {
  Scheme scheme = Scheme::sip;
  std::string user;      // tel: the number; other schemes: everything after the colon
  std::string password;  // never sent by us, kept for round trips
  std::string host;      // IPv6 with its brackets
  std::uint16_t port = 0;
  std::vector<Parameter> parameters;
  std::string headers;       // after '?', as written
  std::string other_scheme;  // Scheme::other: its name
  bool operator==(const Uri&) const = default;
};

Result<Uri> parse_uri(std::string_view text, const Limits& limits = {});
std::string to_string(const Uri& uri);

// Decodes %41 to A; what is not a complete escape stays.
std::string unescape(std::string_view text);

}  // namespace attendant::sip
