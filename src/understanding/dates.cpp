#include "understanding/dates.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "understanding/ids.hpp"
#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

using Entry = std::pair<std::string_view, int>;
constexpr std::array<Entry, 24> kMonths{
    {{"january", 1}, {"february", 2}, {"march", 3},     {"april", 4},    {"may", 5},       {"june", 6},
     {"july", 7},    {"august", 8},   {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
     {"jan", 1},     {"feb", 2},      {"mar", 3},       {"apr", 4},      {"jun", 6},       {"jul", 7},
     {"aug", 8},     {"sep", 9},      {"sept", 9},      {"oct", 10},     {"nov", 11},      {"dec", 12}}};

struct Holiday {
  std::string_view name;
  int month, day;
};
constexpr std::array<Holiday, 13> kHolidays{{{"christmas eve", 12, 24},
                                             {"christmas day", 12, 25},
                                             {"christmas", 12, 25},
                                             {"new year's eve", 12, 31},
                                             {"new years eve", 12, 31},
                                             {"new year's day", 1, 1},
                                             {"new years day", 1, 1},
                                             {"new year's", 1, 1},
                                             {"valentine's day", 2, 14},
                                             {"valentines day", 2, 14},
                                             {"halloween", 10, 31},
                                             {"independence day", 7, 4},
                                             {"veterans day", 11, 11}}};

int month_of(std::string_view word) {
  if (word.ends_with("'s")) word.remove_suffix(2);
  const auto it = std::ranges::find(kMonths, word, &Entry::first);
  return it == kMonths.end() ? 0 : it->second;
}

bool is_link(std::string_view word) {
  return word == "the" || word == "of" || word == "uh" || word == "um" || word == "er" || word == "in";
}

struct Year {
  int value = 0;
  bool is_short = false;
  std::size_t last = 0;
};

class DateReader {
 public:
  DateReader(const Tokens& tokens, const std::vector<bool>& taken, DateSense sense)
      : tokens_(tokens), taken_(taken), sense_(sense) {}

  std::vector<PartialDate> mentions() {
    std::vector<PartialDate> found;
    std::size_t i = 0;
    while (i < tokens_.size()) {
      const auto mention = mention_at(i);
      if (mention && !(i > 0 && tokens_[i - 1].word == "not")) found.push_back(*mention);
      i = mention ? std::max(mention->last, i + 1) : i + 1;
    }
    return found;
  }

 private:
  bool free(std::size_t i) const { return i < tokens_.size() && !taken_[i]; }
  std::optional<Number> number(std::size_t i) const { return free(i) ? number_at(tokens_, i) : std::nullopt; }
  std::string_view word(std::size_t i) const {
    return i < tokens_.size() ? std::string_view(tokens_[i].word) : std::string_view();
  }

  std::size_t skip_links(std::size_t i) const {
    while (free(i) && is_link(tokens_[i].word)) ++i;
    return i;
  }

  std::optional<PartialDate> mention_at(std::size_t i) {
    if (!free(i)) return std::nullopt;
    if (auto date = written(i)) return date;
    if (auto date = with_month_first(i)) return date;
    if (auto date = with_day_first(i)) return date;
    if (auto date = holiday(i)) return date;
    if (sense_ == DateSense::birth) {
      if (auto date = bare_numbers(i)) return date;
      if (auto date = day_alone(i)) return date;
      if (auto date = year_alone(i)) return date;
    }
    return std::nullopt;
  }

  // 2026-09-14, 9/14/2026, 9/14, 09-14-26.
  std::optional<PartialDate> written(std::size_t i) const {
    if (!is_number(tokens_[i]) || tokens_[i].word.size() > 4) return std::nullopt;
    const auto joined = [&](std::size_t k, char joint) {
      return free(k) && is_number(tokens_[k]) && tokens_[k].joint == joint && tokens_[k].word.size() <= 4;
    };
    const auto value = [&](std::size_t k) { return number_at(tokens_, k)->value; };
    for (const char joint : {'/', '-', '.'}) {
      if (!joined(i + 1, joint)) continue;
      const bool three = joined(i + 2, joint);
      if (joined(i + 3, joint)) return std::nullopt;
      PartialDate date;
      date.first = i;
      if (three && tokens_[i].word.size() == 4) {
        date = {value(i), value(i + 1), value(i + 2), false, i, i + 3};
      } else if (three && tokens_[i].word.size() <= 2 && tokens_[i + 1].word.size() <= 2) {
        date = {value(i + 2), value(i), value(i + 1), tokens_[i + 2].word.size() <= 2, i, i + 3};
      } else if (!three && joint == '/' && tokens_[i].word.size() <= 2 && tokens_[i + 1].word.size() <= 2) {
        date = {0, value(i), value(i + 1), false, i, i + 2};
      } else {
        return std::nullopt;
      }
      if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return std::nullopt;
      return date;
    }
    return std::nullopt;
  }

  // "october sixth nineteen fifty", "june twenty twenty-six", "september of forty-seven", "march".
  std::optional<PartialDate> with_month_first(std::size_t i) const {
    const int month = month_of(tokens_[i].word);
    if (month == 0) return std::nullopt;
    PartialDate date{0, month, 0, false, i, i + 1};
    const bool of = word(i + 1) == "of" || (free(i + 1) && is_filler(word(i + 1)) && word(i + 2) == "of");
    const std::size_t k = skip_links(i + 1);
    const auto next = number(k);
    if (!next) return plausible_month(i) ? std::optional(date) : std::nullopt;
    if (is_amount(next->last)) return plausible_month(i) ? std::optional(date) : std::nullopt;
    if (const auto year = year_at(k, of || sense_ == DateSense::birth);
        year && month_year(*next, *year, of)) {
      date.year = year->value;
      date.short_year = year->is_short;
      date.last = year->last;
      return date;
    }
    const Number& day = *next;
    if (next->value < 1 || next->value > 31 || next->digits.size() > 2)
      return plausible_month(i) ? std::optional(date) : std::nullopt;
    // "one two" as a day in digits, only when a year follows.
    date.day = day.value;
    date.last = day.last;
    if (day.spoken_digit && !tokens_[std::min(day.last, tokens_.size() - 1)].comma) {
      const auto second = number(day.last);
      if (second && second->spoken_digit && day.value * 10 + second->value <= 31 &&
          year_at(second->last, true)) {
        date.day = day.value * 10 + second->value;
        date.last = second->last;
      }
    }
    add_year(date);
    return date;
  }

  // "the nineteenth of february, eighty-three", "2 july 1992"
  std::optional<PartialDate> with_day_first(std::size_t i) const {
    const auto day = number(i);
    if (!day || day->value < 1 || day->value > 31 || day->digits.size() > 2) return std::nullopt;
    const std::size_t k = skip_links(day->last);
    if (!free(k) || word(day->last) == "in" || word(day->last) == "the") return std::nullopt;
    const int month = month_of(tokens_[k].word);
    if (month == 0) return std::nullopt;
    if (!day->ordinal && word(day->last) != "of") {
      // "nineteen forty-nine, june ..." is a year; "two thousand fourteen, november ninth" too.
      if (i > 0 && !tokens_[i].comma && number(i - 1)) return std::nullopt;
      const auto after = number(skip_links(k + 1));
      if (after && after->ordinal) return std::nullopt;
      if (tokens_[k].comma && after && after->value <= 31 && !year_at(skip_links(k + 1), false))
        return std::nullopt;
    }
    PartialDate date{0, month, day->value, false, i, k + 1};
    add_year(date);
    return date;
  }

  std::optional<PartialDate> holiday(std::size_t i) const {
    for (const Holiday& day : kHolidays) {
      const auto words = phrase_at(tokens_, i, day.name);
      if (words == 0) continue;
      PartialDate date{0, day.month, day.day, false, i, i + words};
      add_year(date);
      if (sense_ == DateSense::service && date.year == 0) return std::nullopt;
      return date;
    }
    return std::nullopt;
  }

  void add_year(PartialDate& date) const {
    const std::size_t at = skip_links(date.last);
    const bool of = at > date.last && contains_word(tokens_, date.last, at, {"of", "in"});
    const bool apostrophe = at < tokens_.size() && tokens_[at].joint == '\'';
    const auto year = year_at(at, of || apostrophe || sense_ == DateSense::birth);
    if (!year || is_amount(year->last)) return;
    date.year = year->value;
    date.short_year = year->is_short;
    date.last = year->last;
  }

  bool is_amount(std::size_t i) const {
    return word(i) == "dollars" || word(i) == "bucks" || word(i) == "cents" || word(i) == "hundred" ||
           word(i) == "percent";
  }

  // "june twenty twenty-six" and "may of seventy-four" name a year; "may thirtieth twenty eleven" and "june
  // four" a day.
  static bool month_year(const Number& next, const Year& year, bool of) {
    if (next.ordinal) return false;
    if (!year.is_short)
      return next.digits.size() == 4 || of || next.value == 20 || next.value == 19 || year.value >= 2000;
    return of ? next.value > 31 || next.digits.size() == 2 : next.value > 31;
  }

  bool plausible_month(std::size_t i) const {
    const std::string_view before = i > 0 ? word(i - 1) : std::string_view();
    const std::string_view after = word(i + 1);
    const std::string& self = tokens_[i].word;
    constexpr std::array<std::string_view, 14> kBefore{"in",     "for",    "of",    "from", "since",
                                                       "this",   "during", "until", "till", "by",
                                                       "around", "late",   "early", "was"};
    if (sense_ == DateSense::birth)
      return self != "may" && self != "march"
                 ? true
                 : tokens_.size() <= 3 || std::ranges::find(kBefore, before) != kBefore.end();
    if (before == "last" || before == "next" || after == "fifteenth") return false;
    if (std::ranges::find(kBefore, before) != kBefore.end()) return true;
    if (self == "may" || self == "march" || self == "mar" || self == "jan" || self == "dec" || self == "sep")
      return tokens_.size() <= 3;
    // A name is no date: "doctor june", "april miller".
    return before != "doctor" && before != "dr" && before != "is" && self.size() > 3 &&
           (before != "november" && after != "whiskey" && after != "whisky");
  }

  std::optional<Year> year_at(std::size_t i, bool short_allowed) const {
    const auto first = number(i);
    if (!first || first->ordinal) return std::nullopt;
    if (first->digits.size() == 4 && is_number(tokens_[i])) {
      if (first->value < 1900 || first->value > 2099) return std::nullopt;
      return Year{first->value, false, first->last};
    }
    if (first->digits == "2000") {
      std::size_t k = first->last;
      if (word(k) == "and") ++k;
      const auto rest = number(k);
      // "two thousand, two" is one year where a birth date ends with it.
      const bool parted = k < tokens_.size() && tokens_[k].comma &&
                          (sense_ != DateSense::birth ||
                           (rest && rest->last < tokens_.size() && number(rest->last).has_value()));
      if (rest && !rest->ordinal && rest->value < 100 && rest->digits.size() <= 2 && !parted)
        return Year{2000 + rest->value, false, rest->last};
      return Year{2000, false, first->last};
    }
    if (first->value == 19 || first->value == 20) {
      if (const auto year = century_at(first->last, first->value)) return year;
    }
    if (const auto year = digits_year(i)) return year;
    if (!short_allowed) return std::nullopt;
    if (first->digits.size() == 2 && !is_amount(first->last)) return Year{first->value, true, first->last};
    if (first->spoken_digit) {
      const auto second = number(first->last);
      if (second && second->spoken_digit) return Year{first->value * 10 + second->value, true, second->last};
    }
    return std::nullopt;
  }

  // After "nineteen" or "twenty": "forty-one", "and forty-one", "oh five", "hundred and five".
  std::optional<Year> century_at(std::size_t i, int century) const {
    std::size_t k = i;
    const bool hundred = word(k) == "hundred";
    if (hundred) ++k;
    while (free(k) && (word(k) == "and" || word(k) == "uh" || word(k) == "um")) ++k;
    const auto rest = number(k);
    if (hundred && (!rest || rest->digits.size() > 2)) return Year{century * 100, false, k};
    if (!rest || rest->ordinal) return std::nullopt;
    // "nineteen seventeen nine" is how recognisers write "nineteen seventy-nine".
    const auto unit = rest->value > 12 && rest->value < 20 ? number(rest->last) : std::nullopt;
    if (unit && unit->spoken_digit && unit->value > 0 && !tokens_[unit->first].comma && !number(unit->last))
      return Year{century * 100 + (rest->value - 10) * 10 + unit->value, false, unit->last};
    if (rest->digits.size() == 2) return Year{century * 100 + rest->value, false, rest->last};
    if (rest->spoken_digit) {
      if (hundred) return Year{century * 100 + rest->value, false, rest->last};
      const auto second = number(rest->last);
      if (second && second->spoken_digit)
        return Year{century * 100 + rest->value * 10 + second->value, false, second->last};
    }
    return std::nullopt;
  }

  // "one nine five two"
  std::optional<Year> digits_year(std::size_t i) const {
    int value = 0;
    std::size_t at = i;
    for (int n = 0; n < 4; ++n) {
      const auto digit = number(at);
      if (!digit || digit->digits.size() != 1) return std::nullopt;
      value = value * 10 + digit->value;
      at = digit->last;
    }
    if (value < 1900 || value > 2099) return std::nullopt;
    return Year{value, false, at};
  }

  // "oh three, twenty-two, seventy-nine"; "1 0 2 3 7 8"; "10231978".
  std::optional<PartialDate> bare_numbers(std::size_t i) const {
    if (const auto all = number(i);
        all && is_number(tokens_[i]) && (all->digits.size() == 8 || all->digits.size() == 6)) {
      const auto part = [&](std::size_t from, std::size_t count) {
        return std::stoi(all->digits.substr(from, count));
      };
      const bool is_long = all->digits.size() == 8;
      const PartialDate date{part(4, is_long ? 4 : 2), part(0, 2), part(2, 2), !is_long, i, i + 1};
      if (date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 &&
          (!is_long || date.year >= 1900))
        return date;
      return std::nullopt;
    }
    std::optional<PartialDate> best;
    int best_score = -1;
    for (const auto& [month, after_month] : small_numbers(i, 12)) {
      for (const auto& [day, after_day] : small_numbers(after_month, 31)) {
        const auto year = year_at(after_day, true);
        if (!year || number(year->last)) continue;
        const int score = boundary(after_month) + boundary(after_day) + (year->is_short ? 0 : 1);
        if (score <= best_score) continue;
        best_score = score;
        best = PartialDate{year->value, month, day, year->is_short, i, year->last};
      }
    }
    return best;
  }

  int boundary(std::size_t i) const {
    return i < tokens_.size() && (tokens_[i].comma || tokens_[i].stop) ? 2 : 0;
  }

  // A month or day in numbers from `i`: "three", "oh three", "one two", "twelve".
  std::vector<std::pair<int, std::size_t>> small_numbers(std::size_t i, int most) const {
    std::vector<std::pair<int, std::size_t>> out;
    i = skip_links(i);
    const auto first = number(i);
    if (!first) return out;
    if (first->value >= 1 && first->value <= most && first->digits.size() <= 2)
      out.emplace_back(first->value, first->last);
    if (first->digits.size() == 1) {
      const auto second = number(first->last);
      if (second && second->digits.size() == 1) {
        const int value = first->value * 10 + second->value;
        if (value >= 1 && value <= most) out.emplace_back(value, second->last);
      }
    }
    return out;
  }

  std::optional<PartialDate> day_alone(std::size_t i) const {
    const auto day = number(i);
    if (!day || !day->ordinal || day->value > 31) return std::nullopt;
    return PartialDate{0, 0, day->value, false, i, day->last};
  }

  std::optional<PartialDate> year_alone(std::size_t i) const {
    const auto year = year_at(i, tokens_[i].joint == '\'');
    if (!year || is_amount(year->last) || word(year->last) == "years") return std::nullopt;
    return PartialDate{year->value, 0, 0, year->is_short, i, year->last};
  }

  const Tokens& tokens_;
  const std::vector<bool>& taken_;
  DateSense sense_;
};

bool conflicts(const PartialDate& a, const PartialDate& b) {
  return (a.month != 0 && b.month != 0) || (a.day != 0 && b.day != 0) || (a.year != 0 && b.year != 0);
}

void lay_over(PartialDate& date, const PartialDate& later) {
  if (later.month != 0) date.month = later.month;
  if (later.day != 0) date.day = later.day;
  if (later.year != 0) {
    date.year = later.year;
    date.short_year = later.short_year;
  }
  date.last = later.last;
}

// "nineteen sixty, no, sixty one": the century stays.
void correct_year(const Tokens& tokens, PartialDate& date) {
  for (std::size_t i = date.last; i < tokens.size(); ++i) {
    const auto number = number_at(tokens, i);
    if (!number) continue;
    const bool year =
        number->digits.size() == 2 && !number->ordinal &&
        (number->last >= tokens.size() || tokens[number->last].stop || tokens[number->last].comma);
    if (!year || !is_correction(tokens, date.last, i)) return;
    date.year = date.short_year ? number->value : date.year / 100 * 100 + number->value;
    date.last = number->last;
    return;
  }
}

}  // namespace

bool names_a_month(const Tokens& tokens) {
  return std::ranges::any_of(tokens, [](const auto& token) {
    return token.word.size() > 3 && token.word != "march" && month_of(token.word) != 0;
  });
}

std::optional<PartialDate> read_date(const Tokens& tokens, const std::vector<bool>& taken, DateSense sense) {
  const auto mentions = DateReader(tokens, taken, sense).mentions();
  std::optional<PartialDate> date;
  for (const PartialDate& mention : mentions) {
    if (!date) {
      date = mention;
      continue;
    }
    const bool correction = is_correction(tokens, date->last, mention.first);
    // A date of birth that is said again is said better; of two service dates the first is the one asked
    // about.
    if (correction || sense == DateSense::birth || !conflicts(*date, mention)) lay_over(*date, mention);
  }
  // A correction of the day alone: "October sixth, no, the seventh".
  if (date && sense == DateSense::service && date->day != 0) {
    std::vector<bool> used = taken;
    for (std::size_t i = 0; i < date->last && i < used.size(); ++i) used[i] = true;
    if (const auto day = read_day(tokens, used); day && is_correction(tokens, date->last, day->first))
      date->day = day->day;
  }
  if (date && date->year != 0 && sense == DateSense::birth) correct_year(tokens, *date);
  if (date && date->month == 0) return std::nullopt;
  return date;
}

std::optional<std::string> to_normal_form(const PartialDate& date, DateSense sense, Date today) {
  using namespace std::chrono;
  if (date.month < 1 || date.month > 12) return std::nullopt;
  int year = date.year;
  if (year != 0 || date.short_year) {
    if (date.short_year) {
      const Date recent{std::chrono::year(2000 + year), month(static_cast<unsigned>(date.month)),
                        day(static_cast<unsigned>(date.day == 0 ? 1 : date.day))};
      year += sense == DateSense::birth && recent > today ? 1900 : 2000;
    }
    if (date.day == 0) return fmt::format("{:04}-{:02}", year, date.month);
    const Date whole{std::chrono::year(year), month(static_cast<unsigned>(date.month)),
                     day(static_cast<unsigned>(date.day))};
    if (!whole.ok()) return std::nullopt;
    return to_iso(whole);
  }
  if (date.day == 0) return fmt::format("--{:02}", date.month);
  const Date leap{std::chrono::year(2024), month(static_cast<unsigned>(date.month)),
                  day(static_cast<unsigned>(date.day))};
  if (!leap.ok()) return std::nullopt;
  return fmt::format("--{:02}-{:02}", date.month, date.day);
}

std::optional<PartialDate> read_day(const Tokens& tokens, const std::vector<bool>& taken) {
  constexpr std::array<std::string_view, 23> kAfter{
      "if", "for",     "and", "or",  "but",   "please", "of",   "is",      "at",  "by",   "so",   "then",
      "i",  "instead", "no",  "not", "would", "to",     "that", "because", "you", "when", "works"};
  std::optional<PartialDate> found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (taken[i]) continue;
    const auto number = number_at(tokens, i);
    if (!number || !number->ordinal || number->value > 31) continue;
    const bool the = i > 0 && tokens[i - 1].word == "the";
    const bool after_month = i > 0 && month_of(tokens[i - (the && i > 1 ? 2 : 1)].word) != 0;
    const bool ends = number->last >= tokens.size() || tokens[number->last].stop ||
                      tokens[number->last].comma ||
                      std::ranges::find(kAfter, std::string_view(tokens[number->last].word)) != kAfter.end();
    if (!ends || after_month || (!the && tokens.size() > 4)) continue;
    // "the first" and "the second" are mostly something else than days.
    if (number->value < 3 && !words_at(tokens, number->last, {"of", "the", "month"}) && tokens.size() > 5)
      continue;
    if (i > (the ? 1U : 0U) && tokens[i - (the ? 2 : 1)].word == "not") continue;
    found = PartialDate{0, 0, number->value, false, the ? i - 1 : i, number->last};
    i = number->last - 1;  // "twenty second" holds no "second"
  }
  return found;
}

}  // namespace attendant::understanding
