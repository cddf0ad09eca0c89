#include "net/retry_after.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace attendant::net {
namespace {

using std::chrono::milliseconds;

// Longer than any service means; keeps the arithmetic within its type.
constexpr double kLongestMs = 10.0 * 365 * 24 * 3600 * 1000;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Decimals are not in the standard, but on the wire.
std::optional<milliseconds> parse_number(std::string_view text, double unit_ms) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number >= 0)) return {};
  return milliseconds(static_cast<std::int64_t>(std::min(number * unit_ms, kLongestMs)));
}

std::optional<int> parse_part(std::string_view digits, int low, int high) {
  const auto number = parse_integer(digits);
  if (!number || *number < low || *number > high) return {};
  return static_cast<int>(*number);
}

std::optional<milliseconds> parse_time(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 3) return {};
  const auto hours = parse_part(parts[0], 0, 23);
  const auto minutes = parse_part(parts[1], 0, 59);
  const auto seconds = parse_part(parts[2], 0, 60);  // a leap second
  if (!hours || !minutes || !seconds) return {};
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(*seconds);
}

std::optional<WallTime> date_of(std::string_view day_text, std::string_view month_text,
                                std::string_view year_text, std::string_view time_text, WallTime now) {
  const auto day = parse_part(day_text, 1, 31);
  const auto* const month = std::ranges::find(kMonths, month_text);
  auto year = parse_part(year_text, 0, 9999);
  const auto time = parse_time(time_text);
  if (!day || month == kMonths.end() || !year || !time) return {};
  if (year_text.size() == 2) {
    // RFC 9110: two digits that would be more than 50 years ahead are of the century before.
    const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
    const int this_year = static_cast<int>(today.year());
    *year += this_year / 100 * 100;
    if (*year > this_year + 50) *year -= 100;
  }
  const std::chrono::year_month_day date(
      std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return {};
  return WallTime(std::chrono::sys_days(date)) + *time;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994".
std::optional<WallTime> parse_http_date(std::string_view text, WallTime now) {
  const std::string spaced = replace_all(replace_all(text, ",", " "), "-", " ");
  const std::vector<std::string_view> words = split_words(spaced);
  if (words.size() == 6 && words[5] == "GMT") return date_of(words[1], words[2], words[3], words[4], now);
  if (words.size() == 5) return date_of(words[2], words[1], words[4], words[3], now);
  return {};
}

}  // namespace

std::optional<milliseconds> retry_after(std::string_view retry_after_ms, std::string_view retry_after,
                                        WallTime now) {
  if (const auto exact = parse_number(trim(retry_after_ms), 1.0)) return exact;
  const std::string_view text = trim(retry_after);
  if (const auto seconds = parse_number(text, 1000.0)) return seconds;
  const auto date = parse_http_date(text, now);
  if (!date) return {};
  return std::max(*date - now, milliseconds(0));
}

}  // namespace attendant::net
