#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "sip/grammar.hpp"
#include "sip/message.hpp"

namespace attendant::sip {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 15> kCompact{{{'b', "Referred-By"},
                                                                      {'c', "Content-Type"},
                                                                      {'e', "Content-Encoding"},
                                                                      {'f', "From"},
                                                                      {'i', "Call-ID"},
                                                                      {'k', "Supported"},
                                                                      {'l', "Content-Length"},
                                                                      {'m', "Contact"},
                                                                      {'o', "Event"},
                                                                      {'r', "Refer-To"},
                                                                      {'s', "Subject"},
                                                                      {'t', "To"},
                                                                      {'u', "Allow-Events"},
                                                                      {'v', "Via"},
                                                                      {'x', "Session-Expires"}}};

constexpr std::array<std::string_view, 18> kKnown{"Accept",
                                                  "Allow",
                                                  "CSeq",
                                                  "Content-Disposition",
                                                  "Max-Forwards",
                                                  "Min-SE",
                                                  "Record-Route",
                                                  "Retry-After",
                                                  "Require",
                                                  "Route",
                                                  "Supported",
                                                  "Subscription-State",
                                                  "Unsupported",
                                                  "Referred-By",
                                                  "Refer-To",
                                                  "Replaces",
                                                  "P-Asserted-Identity",
                                                  "Contact"};

std::string canonical(std::string_view name) {
  if (name.size() == 1) {
    for (const auto& [letter, full] : kCompact) {
      if (equals_ignoring_case(name, std::string_view(&letter, 1))) return std::string(full);
    }
  }
  for (const auto& [letter, full] : kCompact) {
    if (equals_ignoring_case(name, full)) return std::string(full);
  }
  for (std::string_view known : kKnown) {
    if (equals_ignoring_case(name, known)) return std::string(known);
  }
  return std::string(name);
}

// Whatever a value is made from, it cannot become a second header on the wire.
std::string one_line(std::string value) {
  std::replace_if(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return value;
}

}  // namespace

void Headers::add(std::string_view name, std::string value) {
  headers_.push_back({canonical(name), one_line(std::move(value))});
}

void Headers::add_first(std::string_view name, std::string value) {
  headers_.insert(headers_.begin(), Header{canonical(name), one_line(std::move(value))});
}

void Headers::set(std::string_view name, std::string value) {
  const auto first = std::find_if(headers_.begin(), headers_.end(), [&](const Header& header) {
    return equals_ignoring_case(header.name, name);
  });
  if (first == headers_.end()) return add(name, std::move(value));
  first->value = one_line(std::move(value));
  headers_.erase(
      std::remove_if(first + 1, headers_.end(),
                     [&](const Header& header) { return equals_ignoring_case(header.name, name); }),
      headers_.end());
}

void Headers::remove(std::string_view name) {
  std::erase_if(headers_, [&](const Header& header) { return equals_ignoring_case(header.name, name); });
}

const std::string* Headers::find(std::string_view name) const {
  for (const Header& header : headers_) {
    if (equals_ignoring_case(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(headers_.begin(), headers_.end(), [&](const Header& header) {
    return equals_ignoring_case(header.name, name);
  }));
}

std::vector<std::string_view> Headers::list(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const Header& header : headers_) {
    if (!equals_ignoring_case(header.name, name)) continue;
    for (std::string_view value : split_list(header.value)) values.push_back(value);
  }
  return values;
}

bool Headers::list_has(std::string_view name, std::string_view token) const {
  const auto values = list(name);
  return std::any_of(values.begin(), values.end(),
                     [&](std::string_view value) { return equals_ignoring_case(value, token); });
}

std::vector<std::string_view> split_list(std::string_view value) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto comma = find_outside(value, ',');
    const auto part = trim_lws(value.substr(0, comma));
    if (!part.empty()) parts.push_back(part);
    if (comma == std::string_view::npos) return parts;
    value.remove_prefix(comma + 1);
  }
}

}  // namespace attendant::sip
