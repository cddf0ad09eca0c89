#include <algorithm>
#include <array>

#include "base/sound_key.hpp"
#include "base/text.hpp"
#include "insurance/contains.hpp"
#include "insurance/find_claim.hpp"
#include "insurance/services.hpp"

namespace attendant::insurance {
namespace {

std::optional<int> count_of(std::string_view word) {
  static constexpr std::array<std::string_view, 13> kCounts = {"zero", "one",    "two",   "three", "four",
                                                               "five", "six",    "seven", "eight", "nine",
                                                               "ten",  "eleven", "twelve"};
  if (word == "a" || word == "an") return 1;
  const auto found = std::ranges::find(kCounts, word);
  if (found != kCounts.end()) return static_cast<int>(found - kCounts.begin());
  const auto number = parse_integer(word);
  if (!number || *number < 0 || *number > 1000) return std::nullopt;
  return static_cast<int>(*number);
}

DayRange month_of(Date day, int months_back) {
  const auto month = day.year() / day.month() - std::chrono::months(months_back);
  return {month / 1, Date(month / std::chrono::last)};
}

// Words of a name without titles and other words that every second provider has.
std::vector<std::string> name_words(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kCommon = {
      "dr",    "doctor", "the",    "of",     "at",     "and",   "st",
      "saint", "center", "centre", "clinic", "office", "place", "hospital"};
  std::vector<std::string> all = words_of(name);
  std::vector<std::string> words;
  std::ranges::copy_if(all, std::back_inserter(words),
                       [](const std::string& w) { return !contains(kCommon, w); });
  return words.empty() ? all : words;
}

bool sounds_alike(std::string_view heard, std::string_view recorded) {
  if (heard == recorded) return true;
  const std::size_t allowed = recorded.size() >= 8 ? 2 : recorded.size() >= 5 ? 1 : 0;
  if (allowed == 0) return false;
  return edit_distance(heard.substr(0, 40), recorded.substr(0, 40)) <= allowed ||
         sounds_like(heard, recorded);
}

}  // namespace

bool date_fits(std::string_view said, Date day) {
  const std::string iso = to_iso(day);
  if (said.starts_with("--"))
    return said.size() >= 4 && std::string_view(iso).substr(5).starts_with(said.substr(2));
  return said.size() >= 4 && iso.starts_with(said);
}

std::optional<DayRange> days_of_phrase(std::string_view phrase, Date today) {
  const std::vector<std::string> words = words_of(phrase);
  const auto has = [&](std::string_view word) { return contains(words, word); };
  const auto back = [&](int days) { return add_days(today, -days); };
  if (has("today") || has("tonight")) return DayRange{today, today};
  if (has("yesterday")) return DayRange{back(1), back(1)};
  if (has("ago") && words.size() >= 3) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      const auto count = count_of(words[i]);
      if (!count) continue;
      const std::string& unit = words[i + 1];
      if (unit.starts_with("day")) return DayRange{back(*count + 1), back(std::max(0, *count - 1))};
      if (unit.starts_with("week")) return DayRange{back(*count * 7 + 4), back(std::max(0, *count * 7 - 4))};
      if (unit.starts_with("month")) return month_of(today, *count);
    }
    return std::nullopt;
  }
  const int shift = has("last") ? 1 : 0;
  if (!has("last") && !has("this")) return std::nullopt;
  if (has("week")) return shift ? DayRange{back(13), back(1)} : DayRange{back(6), today};
  if (has("month")) return month_of(today, shift);
  if (has("year")) {
    const auto year = today.year() - std::chrono::years(shift);
    return DayRange{year / 1 / 1, year / 12 / 31};
  }
  static constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                            "thursday", "friday", "saturday"};
  for (unsigned d = 0; d < kDays.size(); ++d) {
    if (!has(kDays[d])) continue;
    const unsigned now = std::chrono::weekday(std::chrono::sys_days(today)).c_encoding();
    const int days = static_cast<int>((now + 7 - d) % 7);
    const Date day = back(days == 0 ? 7 : days);
    return DayRange{day, day};
  }
  return std::nullopt;
}

bool amount_fits(Cents said, std::optional<Cents> recorded) {
  constexpr Cents kDollar = 100;
  if (said == recorded) return true;
  if (said <= 0 || said % kDollar != 0 || !recorded) return false;
  return said == *recorded / kDollar * kDollar || said == (*recorded + kDollar / 2) / kDollar * kDollar;
}

double name_fit(std::string_view heard, std::string_view recorded) {
  const std::vector<std::string> wanted = name_words(heard);
  const std::vector<std::string> there = name_words(recorded);
  if (wanted.empty()) return 0;
  const auto fitting = std::ranges::count_if(wanted, [&](const std::string& word) {
    return std::ranges::any_of(there, [&](const std::string& other) { return sounds_alike(word, other); });
  });
  return static_cast<double>(fitting) / static_cast<double>(wanted.size());
}

}  // namespace attendant::insurance
