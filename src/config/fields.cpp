#include "config/fields.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/scalars.hpp"

namespace attendant::config {
namespace {

// From a parser that returns a value to a Scalar's that sets one.
template <class T, class Parse, class Print>
Scalar scalar_of(T& into, Parse parse, Print print, Form form = {}) {
  return {.parse = [&into, parse](std::string_view text) -> Status {
            TRY_ASSIGN(into, parse(text));
            return {};
          },
          .print = [&into, print] { return print(into); },
          .form = std::move(form)};
}

Result<bool> parse_bool(std::string_view text) {
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  return fail(ErrorCode::invalid, "expects true or false");
}

std::string bounds(Limits limits) {
  const bool low = limits.least != Limits{}.least;
  const bool high = limits.most != Limits{}.most;
  if (low && high) return fmt::format(" from {} to {}", limits.least, limits.most);
  if (low) return fmt::format(" of {} or more", limits.least);
  return high ? fmt::format(" of at most {}", limits.most) : "";
}

Result<PortRange> parse_ports(std::string_view text) {
  const auto dash = text.find('-');
  if (dash != std::string_view::npos) {
    const auto first = parse_integer(text.substr(0, dash));
    const auto last = parse_integer(text.substr(dash + 1));
    if (first && last && *first >= 1024 && *first < *last && *last <= 65535) {
      return PortRange{static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)};
    }
  }
  return fail(ErrorCode::invalid, "expects two ports from 1024 to 65535, such as 20000-29999");
}

}  // namespace

void Fields::value(std::string_view key, std::string& into, std::string_view help) {
  scalar(key, text_scalar(into), help);
}

void Fields::value(std::string_view key, bool& into, std::string_view help) {
  scalar(key,
         scalar_of(into, parse_bool, [](bool yes) { return std::string(yes ? "true" : "false"); },
                   {.kind = Form::Kind::yes_no}),
         help);
}

void Fields::value(std::string_view key, int& into, Limits limits, std::string_view help) {
  const auto parse = [limits](std::string_view text) -> Result<int> {
    const auto number = parse_integer(text);
    if (!number || *number < limits.least || *number > limits.most) {
      return fail(ErrorCode::invalid, fmt::format("expects a whole number{}", bounds(limits)));
    }
    return static_cast<int>(*number);
  };
  scalar(key,
         scalar_of(into, parse, [](int number) { return std::to_string(number); },
                   {.kind = Form::Kind::whole, .limits = limits}),
         help);
}

void Fields::value(std::string_view key, float& into, Range range, std::string_view help) {
  const auto parse = [range](std::string_view text) -> Result<float> {
    float number = 0.0F;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() ||
        !(number >= range.least && number <= range.most)) {
      return fail(ErrorCode::invalid, fmt::format("expects a number from {} to {}", range.least, range.most));
    }
    return number;
  };
  scalar(key,
         scalar_of(into, parse, [](float number) { return fmt::format("{}", number); },
                   {.kind = Form::Kind::number, .range = range}),
         help);
}

void Fields::value(std::string_view key, std::chrono::milliseconds& into, std::string_view help) {
  scalar(key, scalar_of(into, parse_time, print_time, {.kind = Form::Kind::time}), help);
}

void Fields::value(std::string_view key, std::chrono::days& into, std::string_view help) {
  const auto parse = [](std::string_view text) -> Result<std::chrono::days> {
    const auto number = text.ends_with('d') ? parse_integer(text.substr(0, text.size() - 1)) : std::nullopt;
    if (!number || *number < 0 || *number > 36'500)
      return fail(ErrorCode::invalid, "expects days, such as 30d");
    return std::chrono::days(*number);
  };
  scalar(key, scalar_of(into, parse, [](std::chrono::days days) { return fmt::format("{}d", days.count()); }),
         help);
}

void Fields::value(std::string_view key, std::optional<Date>& into, std::string_view help) {
  const auto parse = [](std::string_view text) -> Result<std::optional<Date>> {
    if (text == "today") return std::nullopt;
    const auto date = parse_date(text);
    if (!date) return fail(ErrorCode::invalid, "expects a date, such as 2026-11-01, or today");
    return date;
  };
  scalar(
      key,
      scalar_of(into, parse, [](const std::optional<Date>& date) { return date ? to_iso(*date) : "today"; }),
      help);
}

void Fields::value(std::string_view key, HostPort& into, std::string_view help) {
  scalar(key, scalar_of(into, parse_host_port, print_host_port), help);
}

void Fields::value(std::string_view key, PortRange& into, std::string_view help) {
  const auto print = [](const PortRange& range) { return fmt::format("{}-{}", range.first, range.last); };
  scalar(key, scalar_of(into, parse_ports, print), help);
}

void Fields::bytes(std::string_view key, std::uint64_t& into, std::string_view help) {
  scalar(key, scalar_of(into, parse_size, print_size), help);
}

void Fields::texts(std::string_view key, std::vector<std::string>& into, const Check& check,
                   std::string_view help) {
  scalars(key,
          {.size = into.size(),
           .resize = [&into](std::size_t size) { into.assign(size, {}); },
           .item = [&into, check](std::size_t i) { return checked_text_scalar(into[i], check); }},
          help);
}

void Fields::choice(std::string_view key, std::function<void(int)> set, std::function<int()> get, Names names,
                    std::string_view help) {
  Scalar value;
  value.form = {.kind = Form::Kind::choice, .names = names};
  value.print = [get = std::move(get), names] { return std::string(names[static_cast<std::size_t>(get())]); };
  value.parse = [set = std::move(set), names](std::string_view text) -> Status {
    const auto found = std::ranges::find(names, text);
    if (found == names.end())
      return fail(ErrorCode::invalid, fmt::format("expects one of {}", fmt::join(names, ", ")));
    set(static_cast<int>(found - names.begin()));
    return {};
  };
  scalar(key, value, help);
}

}  // namespace attendant::config
