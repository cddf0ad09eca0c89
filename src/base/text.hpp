// Small text helpers over views (ASCII rules; UTF-8 passes through untouched).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attendant {

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);  // ASCII letters only
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::vector<std::string_view> split(std::string_view text, char separator);  // keeps empty parts
std::vector<std::string_view> split_words(std::string_view text);            // at runs of white space
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view what, std::string_view with);
std::optional<long long> parse_integer(std::string_view digits);  // whole text, optional '-'
std::vector<std::string_view> utf8_code_points(
    std::string_view text);  // an invalid byte is a code point of its own

}  // namespace attendant
