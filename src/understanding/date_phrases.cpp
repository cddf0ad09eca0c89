#include <algorithm>
#include <array>
#include <string_view>

#include "understanding/dates.hpp"
#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 18> kPeriods{
    "week",   "month",   "year",    "weekend",   "night",     "spring",
    "summer", "fall",    "autumn",  "winter",    "christmas", "thanksgiving",
    "easter", "quarter", "morning", "afternoon", "evening",   "halloween"};
constexpr std::array<std::string_view, 12> kMonthNames{"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 6> kSingle{"yesterday", "tomorrow",   "tonight",
                                                  "today",     "last night", "this morning"};
constexpr std::array<std::string_view, 13> kFeasts{
    "labor day",    "memorial day", "thanksgiving", "christmas",        "easter",
    "new year's",   "new years",    "the holidays", "independence day", "halloween",
    "mother's day", "father's day", "columbus day"};
constexpr std::array<std::string_view, 10> kUnits{"day",    "days", "week",  "weeks", "month",
                                                  "months", "year", "years", "night", "nights"};

template <std::size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string_view bare(std::string_view word) {
  if (word.ends_with("'s")) word.remove_suffix(2);
  return word;
}

class PhraseReader {
 public:
  explicit PhraseReader(const Tokens& tokens) : tokens_(tokens) {}

  // Where the phrase that begins at `i` ends, or `i`.
  std::size_t end_at(std::size_t i) const {
    for (const auto phrase : kSingle) {
      if (const auto words = starts(i, phrase); words > 0) return i + words;
    }
    for (const auto phrase :
         {"the day before yesterday", "the day after tomorrow", "the other day", "the first of the year",
          "the first of the month", "the end of the month", "the end of the year", "end of the month",
          "end of the year", "the beginning of the year", "the beginning of the month",
          "the middle of the month"}) {
      if (const auto words = starts(i, phrase); words > 0) return i + words;
    }
    if (const auto end = with_pointer(i); end > i) return end;
    if (const auto end = ago(i); end > i) return end;
    if (const auto end = around_feast(i); end > i) return end;
    if (in(kWeekdays, bare(word(i)))) return i + 1;
    return i;
  }

 private:
  std::string_view word(std::size_t i) const {
    return i < tokens_.size() ? std::string_view(tokens_[i].word) : std::string_view();
  }

  std::size_t starts(std::size_t i, std::string_view phrase) const {
    if (const auto words = phrase_at(tokens_, i, phrase); words > 0) return words;
    // "last week's visit", "tomorrow's"
    const auto count = static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
    const auto last = phrase.substr(phrase.rfind(' ') + 1);
    if (i + count > tokens_.size() || bare(word(i + count - 1)) != last) return 0;
    if (count == 1) return 1;
    return phrase_at(tokens_, i, phrase.substr(0, phrase.rfind(' '))) == count - 1 ? count : 0;
  }

  // "last tuesday", "this year", "next friday", "this past weekend", "the past month"
  std::size_t with_pointer(std::size_t i) const {
    const std::string_view pointer = word(i);
    std::size_t k = i + 1;
    const bool in_two_words = (pointer == "earlier" && word(k) == "this") ||
                              (pointer == "this" && (word(k) == "past" || word(k) == "coming"));
    if (in_two_words)
      ++k;
    else if (pointer != "last" && pointer != "next" && pointer != "this")
      return i;
    const std::string_view what = bare(word(k));
    if (in(kPeriods, what) || in(kWeekdays, what)) {
      return (what != "week" && what != "night" && in(kWeekdays, what) && word(k + 1) == "night") ? k + 2
                                                                                                  : k + 1;
    }
    if (pointer != "this" && in(kMonthNames, what)) return k + 1;
    return i;
  }

  // "two weeks ago", "a couple of months back", "about ten days ago"
  std::size_t ago(std::size_t i) const {
    std::size_t k = i;
    if (const auto number = number_at(tokens_, k))
      k = number->last;
    else if (word(k) == "a" || word(k) == "an" || word(k) == "some" || word(k) == "several" ||
             word(k) == "few")
      ++k;
    else
      return i;
    while (word(k) == "couple" || word(k) == "few" || word(k) == "of" || word(k) == "or" || word(k) == "so" ||
           number_at(tokens_, k))
      ++k;
    if (!in(kUnits, word(k))) return i;
    ++k;
    if (word(k) == "or" && word(k + 1) == "so") k += 2;
    if (word(k) == "ago" || word(k) == "back" || word(k) == "from") {
      if (word(k) != "from") return k + 1;
      if (word(k + 1) == "now" || word(k + 1) == "today") return k + 2;
    }
    return i;
  }

  // "the week before labor day", "right after thanksgiving", "around easter"
  std::size_t around_feast(std::size_t i) const {
    std::size_t k = i;
    if (word(k) == "the" &&
        (word(k + 1) == "week" || word(k + 1) == "day" || word(k + 1) == "month" || word(k + 1) == "weekend"))
      k += 2;
    else if (word(k) == "right" || word(k) == "just")
      ++k;
    if (word(k) != "before" && word(k) != "after" && word(k) != "around" && word(k) != "of") return i;
    ++k;
    for (const auto feast : kFeasts) {
      if (const auto words = phrase_at(tokens_, k, feast); words > 0) return k + words;
    }
    return i;
  }

  const Tokens& tokens_;
};

}  // namespace

std::optional<DatePhrase> read_date_phrase(const Tokens& tokens, const std::vector<bool>& taken) {
  const PhraseReader reader(tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    // "How are you today?" is a greeting.
    if (taken[i] || (i > 0 && tokens[i].word == "today" && contains_word(tokens, i - 1, i, {"you", "doing"})))
      continue;
    const std::size_t end = reader.end_at(i);
    if (end == i) continue;
    DatePhrase phrase{"", i, end};
    for (std::size_t k = i; k < end; ++k) {
      if (k > i) phrase.text += ' ';
      phrase.text += k + 1 == end ? bare(tokens[k].word) : std::string_view(tokens[k].word);
    }
    return phrase;
  }
  if (const auto day = read_day(tokens, taken)) {
    DatePhrase phrase{"", day->first, day->last};
    for (std::size_t k = day->first; k < day->last; ++k) {
      if (k > day->first) phrase.text += ' ';
      phrase.text += tokens[k].word;
    }
    return phrase;
  }
  return std::nullopt;
}

}  // namespace attendant::understanding
