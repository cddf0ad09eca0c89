#include "understanding/numbers.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/number_lexicon.hpp"

namespace attendant::understanding {
namespace {

using Entry = std::pair<std::string_view, int>;

constexpr std::array<Entry, 4> kTimes{{{"double", 2}, {"triple", 3}, {"treble", 3}, {"quadruple", 4}}};

template <std::size_t N>
std::optional<int> look_up(const std::array<Entry, N>& table, std::string_view word) {
  const auto it = std::ranges::find(table, word, &Entry::first);
  if (it == table.end()) return std::nullopt;
  return it->second;
}

std::optional<int> digit_of(const Token& token) {
  if (token.word.size() == 1 && is_number(token)) return token.word[0] - '0';
  return digit_word(token.word);
}

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 6)) value = value * 10 + (c - '0');
  return value;
}

Number make(std::string digits, std::size_t first, std::size_t last) {
  Number number;
  number.value = value_of(digits);
  number.digits = std::move(digits);
  number.first = first;
  number.last = last;
  return number;
}

// Whether the next word goes on with this number: nothing but a space or a hyphen stands between.
bool goes_on(const Tokens& tokens, std::size_t at) {
  return at < tokens.size() && !tokens[at].comma && !tokens[at].stop;
}

// "July thirty, first": recognisers put a comma wherever a caller takes a breath. A day of the month is one
// number all the same, for nobody says "thirty" and then "first" and means two.
bool is_day_with_breath(const Tokens& tokens, std::size_t at, int value) {
  constexpr int kMostDays = 31;
  if (at + 1 >= tokens.size() || tokens[at + 1].stop || (value != 20 && value != 30)) return false;
  const auto unit = ordinal_word(tokens[at + 1].word);
  return unit && *unit < 10 && value + *unit <= kMostDays && !words_at(tokens, at + 2, {"of", "all"});
}

Number tens(const Tokens& tokens, std::size_t at, int value) {
  if (goes_on(tokens, at + 1) || is_day_with_breath(tokens, at, value)) {
    const Token& next = tokens[at + 1];
    const auto unit = is_number(next) ? std::nullopt : digit_word(next.word);
    if (unit && *unit > 0) {
      Number number = make(std::to_string(value + *unit), at, at + 2);
      number.apart = std::to_string(value) + std::to_string(*unit);
      return number;
    }
    if (const auto unit_th = ordinal_word(next.word); unit_th && *unit_th < 10) {
      Number number = make(std::to_string(value + *unit_th), at, at + 2);
      number.ordinal = true;
      return number;
    }
  }
  return make(std::to_string(value), at, at + 1);
}

// "five hundred", "six hundred fourteen", "nine thousand" among digits.
std::optional<Number> round_number(const Tokens& tokens, std::size_t at, int unit) {
  if (!goes_on(tokens, at + 1)) return std::nullopt;
  if (tokens[at + 1].word == "thousand") return make(std::to_string(unit) + "000", at, at + 2);
  if (tokens[at + 1].word != "hundred") return std::nullopt;
  std::size_t next = at + 2;
  if (goes_on(tokens, next) && tokens[next].word == "and") ++next;
  if (goes_on(tokens, next)) {
    const auto teen = teen_word(tokens[next].word);
    const auto ten = tens_word(tokens[next].word);
    if (teen) return make(std::to_string(unit * 100 + *teen), at, next + 1);
    if (ten) {
      Number rest = tens(tokens, next, *ten);
      return make(std::to_string(unit * 100 + rest.value), at, rest.last);
    }
  }
  return make(std::to_string(unit) + "00", at, at + 2);
}

// "I read the wrong one. Two eight three ...": a thing, and no digit.
bool is_pronoun_one(const Tokens& tokens, std::size_t at) {
  if (tokens[at].word != "one" || at == 0 || tokens[at].comma || tokens[at].stop) return false;
  constexpr std::array<std::string_view, 5> kBefore{"wrong", "other", "another", "which", "different"};
  if (std::ranges::find(kBefore, std::string_view(tokens[at - 1].word)) == kBefore.end()) return false;
  const auto* next = at + 1 < tokens.size() ? &tokens[at + 1] : nullptr;
  return next == nullptr || next->stop || next->comma || !(digit_word(next->word) || is_number(*next));
}

}  // namespace

std::optional<Number> number_at(const Tokens& tokens, std::size_t at) {
  if (at >= tokens.size()) return std::nullopt;
  const Token& token = tokens[at];
  if (is_number(token)) {
    Number number = make(token.word, at, at + 1);
    number.ordinal = token.ordinal;
    return number;
  }
  if (const auto times = look_up(kTimes, token.word)) {
    if (at + 1 >= tokens.size()) return std::nullopt;
    const auto digit = digit_of(tokens[at + 1]);
    if (!digit) return std::nullopt;
    return make(std::string(static_cast<std::size_t>(*times), static_cast<char>('0' + *digit)), at, at + 2);
  }
  if (is_pronoun_one(tokens, at)) return std::nullopt;
  if (const auto digit = digit_word(token.word)) {
    if (*digit > 0) {
      if (auto round = round_number(tokens, at, *digit)) return round;
    }
    Number number = make(std::to_string(*digit), at, at + 1);
    number.spoken_digit = true;
    return number;
  }
  if (const auto teen = teen_word(token.word)) return make(std::to_string(*teen), at, at + 1);
  if (const auto ten = tens_word(token.word)) return tens(tokens, at, *ten);
  if (const auto ordinal = ordinal_word(token.word)) {
    Number number = make(std::to_string(*ordinal), at, at + 1);
    number.ordinal = true;
    return number;
  }
  return std::nullopt;
}

std::optional<Number> homophone_at(const Tokens& tokens, std::size_t at) {
  if (at >= tokens.size()) return std::nullopt;
  const auto digit = digit_homophone(tokens[at].word);
  if (!digit) return std::nullopt;
  Number number = make(std::to_string(*digit), at, at + 1);
  number.spoken_digit = true;
  return number;
}

std::optional<Cardinal> cardinal_at(const Tokens& tokens, std::size_t at) {
  // total + group is the value so far; group is below 1000 until "thousand" moves it.
  long long total = 0, group = 0;
  bool any = false;
  std::size_t i = at;
  while (i < tokens.size()) {
    if (any && (tokens[i].comma || tokens[i].stop)) break;
    const std::string& word = tokens[i].word;
    if (word == "hundred" && any && group > 0 && group < 100) {
      group *= 100;
      ++i;
      continue;
    }
    if (word == "thousand" && any && group > 0 && group < 1000) {
      total += group * 1000;
      group = 0;
      ++i;
      continue;
    }
    if ((word == "a" || word == "an") && !any && i + 1 < tokens.size() &&
        (tokens[i + 1].word == "hundred" || tokens[i + 1].word == "thousand")) {
      group = 1;
      any = true;
      ++i;
      continue;
    }
    if (word == "and" && any && i > at &&
        (tokens[i - 1].word == "hundred" || tokens[i - 1].word == "thousand") && number_at(tokens, i + 1)) {
      ++i;
      continue;
    }
    // Plain units and tens only: "two hundred" must not be swallowed as one number here.
    std::optional<int> value;
    std::size_t next = i + 1;
    if (is_number(tokens[i]) && word.size() <= 6 && !tokens[i].ordinal)
      value = value_of(word);
    else if (const auto digit = digit_word(word))
      value = digit;
    else if (const auto teen = teen_word(word))
      value = teen;
    else if (const auto ten = tens_word(word)) {
      const Number number = tens(tokens, i, *ten);
      if (!number.ordinal) {
        value = number.value;
        next = number.last;
      }
    }
    if (!value) break;
    if (any && group != 0 && group % 100 != 0) {
      // "one forty three" is 143; anything else begins a new number.
      if (group >= 10 || *value < 10 || *value > 99 || total != 0) break;
      group = group * 100 + *value;
    } else if (any && group != 0 && group % 100 == 0 && *value >= 100) {
      break;
    } else {
      group += *value;
    }
    any = true;
    i = next;
  }
  if (!any) return std::nullopt;
  return Cardinal{total + group, i};
}

std::string DigitRun::digits() const {
  std::string out;
  for (const Number& number : numbers) out += number.digits;
  return out;
}

namespace {

bool joins(std::string_view word) {
  constexpr std::array<std::string_view, 12> kJoining{"uh",    "um",   "er",    "erm", "dash", "hyphen",
                                                      "space", "then", "comma", "uhm", "and",  "hmm"};
  return std::ranges::find(kJoining, word) != kJoining.end();
}

bool ends_a_run(const Token& token) {
  return token.word == "dollars" || token.word == "cents" || token.word == "bucks";
}

}  // namespace

std::vector<DigitRun> digit_runs(const Tokens& tokens, std::size_t first, std::size_t last,
                                 const std::vector<bool>& taken, bool after_prefix) {
  const auto free = [&](std::size_t i) { return i < last && !taken[i]; };
  // "the fourteenth" is a date, never digits.
  const auto hard = [&](std::size_t i) -> std::optional<Number> {
    auto number = free(i) ? number_at(tokens, i) : std::nullopt;
    if (number && number->ordinal) return std::nullopt;
    // "8/18/2026" is a date, too.
    if (number && (tokens[i].joint == '/' || (i + 1 < tokens.size() && tokens[i + 1].joint == '/')))
      return std::nullopt;
    return number;
  };
  std::vector<DigitRun> runs;
  std::size_t i = first;
  while (i < last) {
    DigitRun run;
    std::size_t at = i;
    while (at < last) {
      std::optional<Number> number = hard(at);
      if (!number && free(at)) {
        // A homophone counts between digits, or first before two of them.
        const auto soft = homophone_at(tokens, at);
        const bool follows = !run.numbers.empty() && run.numbers.back().last == at;
        const bool behind_prefix =
            after_prefix && at == first && (hard(at + 1) || homophone_at(tokens, at + 1));
        if (soft && (behind_prefix ||
                     (follows ? (hard(at + 1) || at + 1 == last || tokens[at + 1].comma ||
                                 tokens[at + 1].stop || (homophone_at(tokens, at + 1) && hard(at + 2)))
                              : (hard(at + 1) && hard(at + 2) && tokens[at].word != "for" &&
                                 tokens[at].word != "to"))))
          number = soft;
      }
      if (number) {
        at = number->last;
        run.numbers.push_back(*std::move(number));
        continue;
      }
      std::size_t next = at;
      while (!run.numbers.empty() && free(next) && next < at + 2 && joins(tokens[next].word)) ++next;
      if (next == at || !hard(next)) break;
      at = next;
    }
    if (run.numbers.empty()) {
      ++i;
      continue;
    }
    run.first = run.numbers.front().first;
    run.last = run.numbers.back().last;
    i = std::max(run.last, i + 1);
    if (run.last < last && ends_a_run(tokens[run.last])) continue;
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace attendant::understanding
