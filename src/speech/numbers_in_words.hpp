// Numbers as people say them on the telephone. Pure; any thread. English (United States).
#pragma once

#include <string>
#include <string_view>

namespace attendant::speech {

std::string cardinal_in_words(long long number);  // 134 -> "one hundred thirty four"
std::string ordinal_in_words(long long number);   // 22 -> "twenty second"
std::string year_in_words(int year);              // 2026 -> "twenty twenty six", 2005 -> "two thousand five"
std::string digits_in_words(std::string_view digits);  // "40" -> "four zero"
// Long numbers in groups with a pause between them: "28319242" -> "two eight three one, nine two four two".
std::string digit_groups_in_words(std::string_view digits);
std::string decimal_in_words(
    std::string_view number);  // "12.50" -> "twelve point five zero"; may hold thousands commas
std::string money_in_words(
    long long cents);  // 14334 -> "one hundred forty three dollars and thirty four cents"
std::string date_in_words(int year, int month, int day);  // "September third, twenty twenty six"
std::string time_in_words(int hour, int minute);          // 14, 5 is not asked: "two oh five"; 9, 0 -> "nine"

}  // namespace attendant::speech
