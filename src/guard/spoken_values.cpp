#include "guard/spoken_values.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "base/text.hpp"
#include "guard/spoken_number.hpp"
#include "guard/word_scan.hpp"

namespace attendant::guard {
namespace {

using Words = std::vector<Word>;

bool is_one_of(std::string_view word, std::span<const std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

int month_of(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  for (std::size_t i = 0; i < std::size(kMonths); ++i) {
    if (word == kMonths[i] ||
        (word.size() >= 3 && word.size() <= 4 && word != "mar" && kMonths[i].starts_with(word)))
      return static_cast<int>(i) + 1;
  }
  return 0;
}

// More than anybody is told: a sum above it is no sum that a tool knows, whatever its figures.
constexpr std::int64_t kMostCents = 1'000'000'000'000;
constexpr std::int64_t kTooMuch = 8'000'000'000'000'000'000;

std::int64_t in_cents(const SpokenNumber& dollars) {
  return dollars.value > kMostCents ? kTooMuch : dollars.value * 100 + dollars.hundredths.value_or(0);
}

bool is_day(const SpokenNumber& number) {
  return number.value >= 1 && number.value <= 31 && !number.hundredths;
}
bool is_year(const SpokenNumber& number) {
  return number.digits.size() == 4 && (number.digits.starts_with("19") || number.digits.starts_with("20"));
}

class Reader {
 public:
  explicit Reader(std::string_view sentence) : words_(words_of(sentence)) {}

  std::vector<Value> read() {
    for (std::size_t at = 0; at < words_.size();) {
      const auto next = read_at(at);
      at = next > at ? next : at + 1;
    }
    return std::move(values_);
  }

 private:
  // The word behind the value that begins at `at`; `at` when none does.
  std::size_t read_at(std::size_t at) {
    if (const auto end = link(at); end != at) return end;
    if (const auto end = date(at); end != at) return end;
    if (const auto end = amount(at); end != at) return end;
    if (const auto end = id(at); end != at) return end;
    if (const auto end = day(at); end != at) return end;
    return number(at);
  }

  const std::string& text(std::size_t at) const {
    static const std::string kNone;
    return at < words_.size() ? words_[at].text : kNone;
  }
  std::size_t add(Value value, std::size_t first, std::size_t last) {
    value.begin = words_[first].begin;
    value.end = words_[last - 1].end;
    values_.push_back(std::move(value));
    return last;
  }

  // ---- "example.com", "mail@example.org", "example dot com"
  std::size_t link(std::size_t at) {
    static constexpr std::string_view kDomains[] = {"com",  "org", "net", "gov", "io",
                                                    "info", "co",  "biz", "us"};
    if (words_[at].kind != Word::Kind::letters) return at;
    const bool spelled = text(at + 1) == "dot";
    const bool written = text(at + 1) == "." && at + 2 < words_.size() && words_[at + 2].joined;
    if (text(at + 1) == "@" && at + 2 < words_.size() && words_[at + 2].joined)
      return add({.kind = ValueKind::link, .text = text(at) + "@" + text(at + 2)}, at, at + 3);
    if ((spelled || written) && is_one_of(text(at + 2), kDomains))
      return add({.kind = ValueKind::link, .text = text(at) + "." + text(at + 2)}, at, at + 3);
    return at;
  }

  // ---- "2026-09-03", "9/3/2026", "September 3rd, 2026", "the third of September", "in May"
  std::size_t date(std::size_t at) {
    if (const auto end = written_date(at); end != at) return end;
    const auto first = text(at) == "the" ? at + 1 : at;
    if (const auto number = number_at(words_, first);
        number && is_day(*number) && number->digits.size() <= 2) {
      auto next = number->last;
      if (text(next) == "of") ++next;
      if (const int month = month_at(next, true); month != 0)
        return with_year(
            {.kind = ValueKind::date, .text = {}, .month = month, .day = static_cast<int>(number->value)}, at,
            skip_dot(next + 1));
    }
    const int month = month_at(at, false);
    if (month == 0) return at;
    auto next = skip_dot(at + 1);
    Value value{.kind = ValueKind::date, .text = {}, .month = month};
    if (text(next) == "the") ++next;
    if (const auto number = number_at(words_, next)) {
      if (is_year(*number)) return with_year(value, at, next);
      // "September third twenty twenty-six": the ordinal ends the day; "March four twenty twenty" does not.
      if (is_day(*number)) {
        value.day = static_cast<int>(number->value);
        return with_year(value, at, number->last);
      }
      if (const auto both = day_and_year(*number)) {
        value.day = both->first;
        value.year = both->second;
        return add(value, at, number->last);
      }
    }
    return add(value, at, skip_dot(at + 1));
  }

  std::size_t skip_dot(std::size_t at) const { return text(at) == "." && words_[at].joined ? at + 1 : at; }

  // "may" and "march" are months only where a date can stand.
  int month_at(std::size_t at, bool dated) const {
    const int month = month_of(text(at));
    if (month == 0) return 0;
    static constexpr std::string_view kOtherWords[] = {"may", "march", "mar", "sep", "dec", "jan", "august"};
    if (!is_one_of(text(at), kOtherWords) || dated) return month;
    static constexpr std::string_view kBefore[] = {"in",   "of",   "since",  "until", "by",   "this",
                                                   "last", "next", "before", "after", "from", "on"};
    const auto next = number_at(words_, text(at + 1) == "the" ? at + 2 : at + 1);
    if (next && (is_day(*next) || is_year(*next)) && words_[at].capital) return month;
    return at > 0 && is_one_of(words_[at - 1].text, kBefore) && words_[at].capital ? month : 0;
  }

  std::size_t with_year(Value value, std::size_t first, std::size_t next) {
    const auto at = text(next) == "," || text(next) == "of" ? next + 1 : next;
    const auto number = number_at(words_, at);
    if (!number || !is_year(*number)) return add(value, first, next);
    value.year = static_cast<int>(parse_integer(number->digits).value_or(0));
    return add(value, first, number->last);
  }

  // "four twenty twenty-six", read as one number.
  static std::optional<std::pair<int, int>> day_and_year(const SpokenNumber& number) {
    const auto& digits = number.digits;
    if (digits.size() != 5 && digits.size() != 6) return std::nullopt;
    const auto year = digits.substr(digits.size() - 4);
    const auto day = parse_integer(digits.substr(0, digits.size() - 4)).value_or(0);
    if (day < 1 || day > 31 || !(year.starts_with("19") || year.starts_with("20"))) return std::nullopt;
    return std::pair{static_cast<int>(day), static_cast<int>(parse_integer(year).value_or(0))};
  }

  std::size_t written_date(std::size_t at) {
    const auto figure = [this](std::size_t i) -> long long {
      const bool is =
          i < words_.size() && words_[i].kind == Word::Kind::figure && !words_[i].text.contains('.');
      return is ? parse_integer(words_[i].text).value_or(-1) : -1;
    };
    const auto joined = [this](std::size_t i) { return i < words_.size() && words_[i].joined; };
    const bool dashes = text(at + 1) == "-" && text(at + 3) == "-" && text(at).size() == 4;
    const bool slashes = text(at + 1) == "/" && joined(at + 2);
    if (figure(at) < 0 || figure(at + 2) < 0 || !joined(at + 1)) return at;
    const auto make = [](long long year, long long month, long long day) {
      return Value{.kind = ValueKind::date,
                   .text = {},
                   .year = static_cast<int>(year),
                   .month = static_cast<int>(month),
                   .day = static_cast<int>(day)};
    };
    if (dashes && figure(at + 4) > 0)
      return add(make(figure(at), figure(at + 2), figure(at + 4)), at, at + 5);
    if (!slashes) return at;
    const bool year = text(at + 3) == "/" && figure(at + 4) > 0;
    auto of = year ? figure(at + 4) : 0;
    if (year && of < 100) of += 2000;
    return add(make(of, figure(at), figure(at + 2)), at, year ? at + 5 : at + 3);
  }

  // ---- "$20.00", "twenty dollars and five cents", "owe nothing"
  std::size_t amount(std::size_t at) {
    static constexpr std::string_view kNothing[] = {"owe nothing", "owes nothing", "costs nothing",
                                                    "pay nothing", "no charge",    "free of charge"};
    for (const auto phrase : kNothing)
      if (words_at(words_, at, phrase))
        return add({.kind = ValueKind::amount, .text = {}}, at, at + split_words(phrase).size());
    const bool sign = text(at) == "$";
    const auto a = text(at) == "a" && (text(at + 1) == "hundred" || text(at + 1) == "thousand");
    const auto number = number_at(words_, sign || a ? at + 1 : at);
    if (!number) return at;
    auto cents = in_cents(*number);
    auto end = number->last;
    const auto unit = text(end);
    if (sign) {
      if (unit == "million") {
        ++end;
        cents = cents > kMostCents ? kTooMuch : cents * 1'000'000;
      }
      return add({.kind = ValueKind::amount, .number = cents, .text = {}}, at, end);
    }
    if (unit == "cents" || unit == "cent")
      return add({.kind = ValueKind::amount, .number = number->value, .text = {}}, at, end + 1);
    static constexpr std::string_view kDollars[] = {"dollars", "dollar", "bucks", "usd"};
    if (!is_one_of(unit, kDollars)) return at;
    ++end;
    const auto rest = number_at(words_, text(end) == "and" ? end + 1 : end);
    if (rest && (text(rest->last) == "cents" || text(rest->last) == "cent")) {
      cents += rest->value;
      end = rest->last + 1;
    }
    return add({.kind = ValueKind::amount, .number = cents, .text = {}}, at, end);
  }

  // ---- "CLM4532427", "C L M 4 5 3 ...", "NW 2831 9242"
  std::size_t id(std::size_t at) {
    constexpr std::size_t kFewestDigits = 3;
    std::string letters;
    auto next = at;
    if (words_[at].kind != Word::Kind::letters) return at;
    if (words_[at].text.size() == 1) {
      while (next < words_.size() && words_[next].kind == Word::Kind::letters &&
             words_[next].text.size() == 1) {
        letters += words_[next].text;
        ++next;
        if (text(next) == "-" || (text(next) == "." && words_[next].joined)) ++next;
      }
      if (letters.size() < 2) return at;
    } else if (words_[at].text.size() <= 4 && words_[at].capital) {
      letters = words_[at].text;
      ++next;
      if (text(next) == "-") ++next;
      if (next >= words_.size() ||
          (!words_[next].joined && letters != "nw" && letters != "clm" && letters != "inv"))
        return at;
    } else {
      return at;
    }
    std::string digits;
    auto end = next;
    for (auto i = next;;) {
      const auto number = number_at(words_, i);
      if (!number || number->hundredths) break;
      digits += number->digits;
      end = number->last;
      i = text(end) == "-" || text(end) == "," ? end + 1 : end;
    }
    if (digits.size() < kFewestDigits) return at;
    std::string upper;
    for (const char c : letters) upper += static_cast<char>(c - 'a' + 'A');
    return add({.kind = ValueKind::id, .text = upper + digits}, at, end);
  }

  // ---- "tomorrow", "on Friday", "next week"
  std::size_t day(std::size_t at) {
    static constexpr std::string_view kDays[] = {"monday",   "tuesday", "wednesday", "thursday", "friday",
                                                 "saturday", "sunday",  "tomorrow",  "yesterday"};
    static constexpr std::string_view kSpans[] = {"next week",  "next month", "last week",
                                                  "last month", "next year",  "last year"};
    if (is_one_of(text(at), kDays)) return add({.kind = ValueKind::day, .text = text(at)}, at, at + 1);
    for (const auto span : kSpans)
      if (words_at(words_, at, span))
        return add({.kind = ValueKind::day, .text = std::string(span)}, at, at + 2);
    return at;
  }

  // ---- everything else that is counted
  std::size_t number(std::size_t at) {
    const auto number = number_at(words_, at);
    if (!number) return at;
    auto end = number->last;
    auto digits = number->digits;
    // "630-555-0120", "(630) 555 0120": one number.
    for (auto i = end; digits.size() >= 3;) {
      while (text(i) == "-" || text(i) == ")" || text(i) == ".") ++i;
      const auto more = number_at(words_, i);
      const bool goes_on =
          more && !more->ordinal && !more->hundredths && more->digits.size() >= 3 && digits.size() < 10;
      if (!goes_on) break;
      digits += more->digits;
      end = i = more->last;
    }
    if (states_nothing(*number, at, end)) return end;
    Value value{.kind = ValueKind::number, .number = number->value, .text = digits};
    if (digits != number->digits) value.number = parse_integer(digits.substr(0, 18)).value_or(0);
    return add(std::move(value), at, end);
  }

  bool states_nothing(const SpokenNumber& number, std::size_t at, std::size_t end) const {
    if (number.ordinal || number.value == 911 || number.value == 988) return true;
    const auto& before = at > 0 ? words_[at - 1].text : text(words_.size());
    if (before == "press" || before == "key" || before == "say") return true;
    if (text(end) == "digit" || text(end) == "digits") return true;
    static constexpr std::string_view kUnits[] = {"visit", "visits",  "day",     "week",       "month",
                                                  "year",  "payment", "percent", "installment"};
    return number.single_one && !is_one_of(text(end), kUnits);
  }

  Words words_;
  std::vector<Value> values_;
};

}  // namespace

std::string_view to_string(ValueKind kind) {
  switch (kind) {
    case ValueKind::amount:
      return "amount";
    case ValueKind::date:
      return "date";
    case ValueKind::day:
      return "day";
    case ValueKind::id:
      return "id";
    case ValueKind::number:
      return "number";
    case ValueKind::link:
      return "link";
  }
  return "";
}

std::vector<Value> values_in(std::string_view sentence) { return Reader(sentence).read(); }

}  // namespace attendant::guard
