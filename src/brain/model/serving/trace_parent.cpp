#include "brain/model/serving/trace_parent.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

bool is_hex(std::string_view text, std::size_t length) {
  return text.size() == length &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}
bool is_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanDigits = 16;

}  // namespace

std::string valid_trace_parent(std::string_view header) {
  const std::vector<std::string_view> parts = split(trim(header), '-');
  if (parts.size() != 4 || parts[0] != "00") return {};
  if (!is_hex(parts[1], kTraceDigits) || is_zero(parts[1])) return {};
  if (!is_hex(parts[2], kSpanDigits) || is_zero(parts[2])) return {};
  if (!is_hex(parts[3], 2)) return {};
  return std::string(trim(header));
}

}  // namespace attendant::brain
