// The forms a single value may take in a settings file, each both ways. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/fields.hpp"

namespace attendant::config {

Scalar text_scalar(std::string& into);
Scalar checked_text_scalar(std::string& into, Check check);
Scalar date_scalar(Date& into);

Result<std::chrono::milliseconds> parse_time(std::string_view text);  // "250ms", "30s", "10min", "2h"
std::string print_time(std::chrono::milliseconds time);               // in the largest unit that is exact
Result<std::uint64_t> parse_size(std::string_view text);              // "512", "64KiB", "64MiB", "1GiB"
std::string print_size(std::uint64_t bytes);
Result<HostPort> parse_host_port(std::string_view text);  // "127.0.0.1:5060", "[::1]:5060", "off"
std::string print_host_port(const HostPort& address);

Status check_address(std::string_view text);  // an IPv4 or IPv6 address
Status check_network(std::string_view text);  // an address, or one with a prefix length: "10.0.0.0/8"
Status check_sip_uri(std::string_view text);  // "sip:claims@pbx.example.com"

}  // namespace attendant::config
