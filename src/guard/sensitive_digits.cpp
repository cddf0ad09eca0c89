#include "guard/sensitive_digits.hpp"

#include <cstddef>

#include "base/text.hpp"

namespace attendant::guard {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_card(std::string_view digits) {
  if (digits.size() < 13 || digits.size() > 19) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

bool is_government(std::string_view written) {
  constexpr std::string_view kShape = "ddd-dd-dddd";
  if (written.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] == 'd' ? !is_digit(written[i]) : written[i] != '-' && written[i] != ' ') return false;
  return true;
}

}  // namespace

std::string without_sensitive_digits(std::string_view sentence) {
  std::string out;
  for (std::size_t at = 0; at < sentence.size();) {
    if (!is_digit(sentence[at])) {
      out += sentence[at++];
      continue;
    }
    auto end = at;
    std::string digits;
    for (auto i = at; i < sentence.size(); ++i) {
      if (is_digit(sentence[i])) {
        digits += sentence[i];
        end = i + 1;
      } else if ((sentence[i] != ' ' && sentence[i] != '-') || i > end) {
        break;
      }
    }
    if (is_card(digits)) {
      out += "the card ending in " + digits.substr(digits.size() - 4);
    } else if (is_government(sentence.substr(at, end - at))) {
      out += "that government number";
    } else {
      out += sentence.substr(at, end - at);
    }
    at = end;
  }
  return out;
}

}  // namespace attendant::guard
