#include "conversation/half_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace attendant::conversation {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 9> kJoining{"uh",    "um",   "er",  "dash", "hyphen",
                                                   "space", "then", "and", "a"};
constexpr std::array<std::string_view, 8> kTens{"twenty", "thirty",  "forty",  "fifty",
                                                "sixty",  "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 9> kTakesBack{"no",     "nope",     "wait",   "sorry",  "oops",
                                                     "rather", "actually", "pardon", "scratch"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool names_month(const SpokenWords& words, const std::vector<SpokenNumber>& numbers, std::size_t at) {
  if (!among(kMonths, words[at].text)) return false;
  if (words[at].text != "may" && words[at].text != "march") return true;
  // Verbs, too, unless a number stands beside them.
  return std::ranges::any_of(numbers, [&](const SpokenNumber& number) {
    return number.first == at + 1 || number.last == at || (number.first > at && number.first <= at + 2);
  });
}

bool word_is(const SpokenWords& words, std::size_t at, std::string_view text) {
  return at < words.size() && words[at].text == text;
}

// Where the numbers begin that are one number in groups: from which number on.
std::size_t begin_of_run(const SpokenWords& words, const std::vector<SpokenNumber>& numbers) {
  std::size_t first = numbers.size() - 1;
  while (first > 0 && !numbers[first - 1].ordinal) {
    const std::size_t from = numbers[first - 1].last, to = numbers[first].first;
    const bool joined =
        to - from <= 2 && std::all_of(words.begin() + static_cast<std::ptrdiff_t>(from),
                                      words.begin() + static_cast<std::ptrdiff_t>(to),
                                      [](const SpokenWord& word) { return among(kJoining, word.text); });
    if (!joined) break;
    --first;
  }
  return first;
}

// How many digits the kind of number has that words [.., before) name.
std::optional<int> named_length(const SpokenWords& words, std::size_t before) {
  constexpr int kMemberId = 8, kClaimId = 7, kPhone = 10;
  while (before > 0 &&
         (among(kJoining, words[before - 1].text) || word_is(words, before - 1, "is") ||
          word_is(words, before - 1, "it's")) &&
         !(before > 1 && word_is(words, before - 2, "l")))
    --before;
  if (before == 0) return std::nullopt;
  const std::string& last = words[before - 1].text;
  const bool after_l = before > 1 && (words[before - 2].text == "l" || words[before - 2].text == "cl");
  if (last == "clm" || last == "clem" || last == "cln" ||
      (after_l && (last == "m" || last == "n" || last == "and")))
    return kClaimId;
  if (last == "w" || last == "nw" || last == "mw" || (last == "u" && before > 1)) return kMemberId;
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, before); ++back) {
    const std::string& word = words[before - back].text;
    if (word == "phone" || word == "telephone" || word == "cell" || word == "mobile") return kPhone;
    if (word == "claim" || word == "clean") return kClaimId;
  }
  return std::nullopt;
}

bool is_century(const SpokenNumber& number) {
  return number.digits == 2 && !number.ordinal && (number.value == 19 || number.value == 20);
}

// "ninety two", "76"; not "nineteen", which a year may begin with.
bool is_short_year(const SpokenNumber& number) {
  return number.digits == 2 && !number.ordinal && !is_century(number);
}

int digits_of(const std::vector<SpokenNumber>& numbers) {
  int sum = 0;
  for (const SpokenNumber& number : numbers) sum += number.digits;
  return sum;
}

// The year said in one go, and nothing can follow; "two thousand" may go on.
bool is_whole_year(const SpokenNumber& number) { return number.digits == 4 && number.value > 9; }

DateEvidence date_with_month(const std::vector<SpokenNumber>& parts) {
  const SpokenNumber& last = parts.back();
  if (is_whole_year(last)) return DateEvidence::whole;
  // "September of forty-seven" has no day, "July thirty" no year.
  if (parts.size() == 1)
    return is_short_year(last) && last.value > 31 ? DateEvidence::perhaps : DateEvidence::begun;
  if (is_short_year(last)) return DateEvidence::whole;
  if (last.digits == 4) return DateEvidence::perhaps;
  if (is_century(last) || last.ordinal) return DateEvidence::begun;
  // "nineteenth of January, one nine five two", "two thousand and five".
  std::size_t singles = 0;
  while (singles + 1 < parts.size() && parts[parts.size() - 1 - singles].digits == 1) ++singles;
  const bool behind_thousands = parts[parts.size() - 2].digits == 4;
  if (singles >= 4 || behind_thousands) return DateEvidence::whole;
  return singles == 2 ? DateEvidence::perhaps : DateEvidence::begun;
}

// "ten, three, forty-four", "zero seven zero two one nine nine two".
DateEvidence numeric_date(const std::vector<SpokenNumber>& parts) {
  const SpokenNumber& last = parts.back();
  const int digits = digits_of(parts);
  if (digits >= 8) return DateEvidence::whole;
  // "no, the fourteenth" changes the day of a date that was said before.
  if (parts.size() == 1 && last.ordinal) return DateEvidence::none;
  if (parts.size() < 3) return DateEvidence::begun;
  if (is_whole_year(last) ||
      (is_short_year(last) && (last.value > 31 || is_century(parts[parts.size() - 2]))))
    return DateEvidence::whole;
  return digits >= 5 && !is_century(last) ? DateEvidence::perhaps : DateEvidence::begun;
}

DateEvidence date_so_far(const SpokenWords& words, const std::vector<SpokenNumber>& numbers, bool numeric) {
  std::optional<std::size_t> month;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (names_month(words, numbers, i)) month = i;
  }
  if (month && *month + 1 == words.size()) return DateEvidence::begun;
  if (numbers.empty() || numbers.back().last != words.size()) return DateEvidence::none;
  if (!month) return numeric ? numeric_date(numbers) : DateEvidence::none;
  std::vector<SpokenNumber> parts;  // the day before the month, and all behind it
  for (const SpokenNumber& number : numbers) {
    if (number.first + 4 > *month) parts.push_back(number);
  }
  return parts.empty() ? DateEvidence::none : date_with_month(parts);
}

}  // namespace

std::optional<TrailingDigits> trailing_digits(const SpokenWords& words,
                                              const std::vector<SpokenNumber>& numbers) {
  if (numbers.empty() || numbers.back().last != words.size() || numbers.back().ordinal) return std::nullopt;
  const std::size_t run = begin_of_run(words, numbers);
  const std::size_t first = numbers[run].first;
  // "which one", "the one from him to": words. A turn that is nothing but "one" begins an id.
  if (run + 1 == numbers.size() && numbers[run].vague && first > 0 && !named_length(words, first))
    return std::nullopt;
  TrailingDigits out{.length = named_length(words, first)};
  for (std::size_t i = run; i < numbers.size(); ++i) out.count += numbers[i].digits;
  for (std::size_t i = first - std::min<std::size_t>(first, 5); i < first; ++i) {
    const std::string& word = words[i].text;
    out.part_of_one =
        out.part_of_one || word == "last" || word == "ends" || word == "ending" || word == "not";
  }
  // Groups with other words between them ("two zero two eight, let me see, nine five seven five").
  if (run > 0 && !out.length) {
    const std::size_t from = numbers[run - 1].last;
    const bool taken_back = std::any_of(words.begin() + static_cast<std::ptrdiff_t>(from),
                                        words.begin() + static_cast<std::ptrdiff_t>(first),
                                        [](const SpokenWord& word) { return among(kTakesBack, word.text); });
    const std::vector before(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(run));
    const SpokenWords head(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(from));
    if (!taken_back && !out.part_of_one && first - from <= 6) {
      if (const auto earlier = trailing_digits(head, before)) {
        out.count += earlier->count;
        out.length = earlier->length;
      }
    }
  }
  return out;
}

bool ends_in_id_prefix(const SpokenWords& words) {
  if (words.empty()) return false;
  const std::string& last = words.back().text;
  const bool letter =
      last.size() == 1 && (last == "n" || last == "w" || last == "c" || last == "l" || last == "m");
  return letter || last == "nw" || last == "clm" || (last == "u" && words.size() > 1);
}

bool ends_in_correction(const SpokenWords& words, const std::vector<SpokenNumber>& numbers) {
  if (numbers.empty() || numbers.back().last + 6 < words.size()) return false;
  for (std::size_t i = numbers.back().last; i < words.size(); ++i) {
    if (among(kTakesBack, words[i].text)) return true;
  }
  return false;
}

DateEvidence date_at_end(const SpokenWords& words, const std::vector<SpokenNumber>& numbers, bool numeric) {
  const auto evidence = date_so_far(words, numbers, numeric);
  // "nineteen ninety" may go on with "two".
  if (evidence == DateEvidence::whole && among(kTens, words.back().text)) return DateEvidence::perhaps;
  return evidence;
}

}  // namespace attendant::conversation
