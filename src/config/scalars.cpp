#include "config/scalars.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
// Smallest first.
constexpr std::array<Unit, 4> kTimes{{{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}}};
constexpr std::array<Unit, 4> kSizes{{{"", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}};

constexpr std::string_view kTimeExpected = "expects a time with its unit, such as 250ms, 30s, 10min or 2h";
constexpr std::string_view kSizeExpected = "expects a size, such as 512KiB, 64MiB or 1GiB";
constexpr std::string_view kHostPortExpected =
    "expects an IP address and a port, such as 127.0.0.1:5060, or off";

Result<std::int64_t> parse_with_unit(std::string_view text, std::span<const Unit> units,
                                     std::string_view expected) {
  const auto unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_integer(text.substr(0, unit_at));
  const auto unit = std::ranges::find(units, trim(text.substr(unit_at)), &Unit::name);
  if (!number || unit == units.end() || *number > std::numeric_limits<std::int64_t>::max() / unit->factor) {
    return fail(ErrorCode::invalid, std::string(expected));
  }
  return *number * unit->factor;
}

std::string print_with_unit(std::int64_t value, std::span<const Unit> units) {
  const Unit* best = units.data();
  for (const auto& unit : units) {
    if (value != 0 && value % unit.factor == 0) best = &unit;
  }
  return fmt::format("{}{}", value / best->factor, best->name);
}

int family_of(std::string_view address) {
  std::array<unsigned char, sizeof(in6_addr)> ignored{};
  const std::string text(address);
  if (inet_pton(AF_INET, text.c_str(), ignored.data()) == 1) return AF_INET;
  if (inet_pton(AF_INET6, text.c_str(), ignored.data()) == 1) return AF_INET6;
  return 0;
}

}  // namespace

Scalar text_scalar(std::string& into) {
  return checked_text_scalar(into, [](std::string_view) { return Status(); });
}

Scalar checked_text_scalar(std::string& into, Check check) {
  return {.parse = [&into, check = std::move(check)](std::string_view text) -> Status {
            TRY(check(text));
            into = text;
            return {};
          },
          .print = [&into] { return into; },
          .text = true,
          .form = {.kind = Form::Kind::text}};
}

Scalar date_scalar(Date& into) {
  return {.parse = [&into](std::string_view text) -> Status {
            const auto date = parse_date(text);
            if (!date) return fail(ErrorCode::invalid, "expects a date, such as 2026-11-01");
            into = *date;
            return {};
          },
          .print = [&into] { return to_iso(into); }};
}

Result<std::chrono::milliseconds> parse_time(std::string_view text) {
  TRY_ASSIGN(const std::int64_t ms, parse_with_unit(text, kTimes, kTimeExpected));
  return std::chrono::milliseconds(ms);
}

std::string print_time(std::chrono::milliseconds time) { return print_with_unit(time.count(), kTimes); }

Result<std::uint64_t> parse_size(std::string_view text) {
  TRY_ASSIGN(const std::int64_t bytes, parse_with_unit(text, kSizes, kSizeExpected));
  return static_cast<std::uint64_t>(bytes);
}

std::string print_size(std::uint64_t bytes) {
  return print_with_unit(static_cast<std::int64_t>(bytes), kSizes);
}

Result<HostPort> parse_host_port(std::string_view text) {
  if (text == "off") return HostPort{};
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail(ErrorCode::invalid, std::string(kHostPortExpected));
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto port = parse_integer(text.substr(colon + 1));
  if (family_of(host) != (bracketed ? AF_INET6 : AF_INET) || !port || *port < 0 || *port > 65535) {
    return fail(ErrorCode::invalid, std::string(kHostPortExpected));
  }
  return HostPort{std::string(host), static_cast<std::uint16_t>(*port)};
}

std::string print_host_port(const HostPort& address) {
  if (address.host.empty()) return "off";
  const bool v6 = address.host.contains(':');
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", address.host, v6 ? "]" : "", address.port);
}

Status check_address(std::string_view text) {
  if (family_of(text) == 0) return fail(ErrorCode::invalid, "expects an IP address, such as 192.0.2.10");
  return {};
}

Status check_network(std::string_view text) {
  const auto slash = text.find('/');
  const int family = family_of(text.substr(0, slash));
  bool good = family != 0;
  if (good && slash != std::string_view::npos) {
    const auto bits = parse_integer(text.substr(slash + 1));
    good = bits && *bits >= 0 && *bits <= (family == AF_INET ? 32 : 128);
  }
  if (!good)
    return fail(ErrorCode::invalid, "expects an address or a network, such as 192.0.2.10 or 10.0.0.0/8");
  return {};
}

Status check_sip_uri(std::string_view text) {
  constexpr std::string_view kExpected = "expects a SIP URI, such as sip:claims@192.0.2.20";
  const auto colon = text.find(':');
  const bool scheme =
      colon != std::string_view::npos && (text.substr(0, colon) == "sip" || text.substr(0, colon) == "sips");
  const bool clean = std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' || c == '\x7f';
  });
  if (!scheme || !clean || colon + 1 == text.size() || text.ends_with('@')) {
    return fail(ErrorCode::invalid, std::string(kExpected));
  }
  return {};
}

}  // namespace attendant::config
