// Character classes and small scans that the parsers of this room share (RFC 3261 section 25.1). Views in,
// views out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attendant::sip {

bool is_token(std::string_view text);          // not empty
bool is_host(std::string_view text);           // name, IPv4, or IPv6 in brackets
bool is_ip_literal(std::string_view text);     // IPv4, or IPv6 without brackets
bool escapes_complete(std::string_view text);  // each '%' is followed by two hexadecimal digits
bool has_space_or_control(std::string_view text);

std::string_view trim_lws(std::string_view text);
std::optional<std::uint64_t> parse_number(std::string_view digits, std::uint64_t maximum);

// Position of the first `wanted` outside double quotes and <>; npos when there is none.
std::size_t find_outside(std::string_view text, char wanted, std::size_t from = 0);
bool quotes_balanced(std::string_view text);

}  // namespace attendant::sip
