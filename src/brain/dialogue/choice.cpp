#include "brain/dialogue/choice.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

// Words that say nothing about which option is meant.
const std::set<std::string, std::less<>> kEmptyWords = {
    "the",  "a",    "an",    "of",     "on",     "at",     "in",     "is",   "was",   "that",
    "this", "it",   "for",   "from",   "to",     "and",    "or",     "by",   "with",  "my",
    "your", "i",    "me",    "you",    "1",      "claim",  "claims", "bill", "visit", "do",
    "did",  "does", "why",   "what",   "how",    "much",   "many",   "when", "will",  "would",
    "can",  "need", "about", "have",   "has",    "please", "yes",    "no",   "be",    "are",
    "not",  "than", "there", "amount", "billed", "dr",     "doctor", "pay",  "its",   "id"};

// Different words for the same thing, so that "x ray" meets "X-ray" and "rejected" meets "denied".
std::string canonical(std::string word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kSame = {
      {{"xrays", "xray"},
       {"rejected", "denied"},
       {"refused", "denied"},
       {"denial", "denied"},
       {"declined", "denied"},
       {"scans", "scan"},
       {"sessions", "session"},
       {"therapist", "therapy"},
       {"er", "emergency"},
       {"labs", "lab"},
       {"laboratory", "lab"},
       {"dentist", "dental"},
       {"visits", "visit"},
       {"tests", "test"}}};
  for (const auto& [from, to] : kSame)
    if (word == from) return std::string(to);
  return word;
}

// Dates in the text ("2026-09-03") as words too ("september", "3"), so that they meet what people say.
std::set<std::string, std::less<>> words_of(std::string_view text) {
  std::set<std::string, std::less<>> words;
  std::string rest;
  for (const auto raw : split_words(text)) {
    auto word = raw;
    while (!word.empty() &&
           (word.back() == '.' || word.back() == ',' || word.back() == '?' || word.back() == ';'))
      word.remove_suffix(1);
    if (const auto date = parse_date(word)) {
      const auto month = static_cast<unsigned>(date->month());
      words.insert(std::string(kMonths[month - 1]));
      words.insert(fmt::format("{} {}", kMonths[month - 1], static_cast<unsigned>(date->day())));
      words.insert(fmt::format("{}", static_cast<int>(date->year())));
      continue;
    }
    rest += " " + std::string(word);
  }
  rest = replace_all(lower(rest), "x-ray", "xray");
  const auto plain = plain_words(rest);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    auto word = plain[i];
    // "x ray" is spelled and joined differently by different writers.
    if (word == "x" && i + 1 < plain.size() && plain[i + 1].starts_with("ray")) {
      words.insert("xray");
      ++i;
      continue;
    }
    if (std::ranges::find(kMonths, word) != kMonths.end() && i + 1 < plain.size() &&
        parse_integer(plain[i + 1]))
      words.insert(word + " " + plain[i + 1]);
    word = canonical(std::move(word));
    if (!kEmptyWords.contains(word)) words.insert(std::move(word));
  }
  return words;
}

std::optional<std::size_t> the_only(const std::vector<bool>& fits) {
  if (std::ranges::count(fits, true) != 1) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::find(fits, true) - fits.begin());
}

bool date_fits(std::string_view option, std::string_view date) {
  if (date.starts_with("--")) date.remove_prefix(1);  // "--09-03" -> "-09-03": stands inside the ISO form
  return option.find(date) != std::string_view::npos;
}

std::string amount_words(std::int64_t cents) {
  const auto whole = std::to_string(cents / 100);
  std::string grouped;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) grouped.push_back(',');
    grouped.push_back(whole[i]);
  }
  return "$" + grouped + (cents % 100 == 0 ? std::string(".") : fmt::format(".{:02}", cents % 100));
}

std::optional<std::size_t> choose_by_words(const std::vector<Choice>& options, std::string_view text) {
  const auto said = words_of(text);
  std::vector<std::set<std::string, std::less<>>> named;
  named.reserve(options.size());
  for (const auto& option : options) named.push_back(words_of(option.say));

  // A word counts when it is not in every option; the option with most of them wins if it is alone at the
  // top.
  std::vector<int> score(options.size(), 0);
  for (const auto& word : said) {
    const auto holders =
        std::ranges::count_if(named, [&](const auto& words) { return words.contains(word); });
    if (holders == 0 || holders == static_cast<std::ptrdiff_t>(options.size())) continue;
    for (std::size_t i = 0; i < options.size(); ++i)
      if (named[i].contains(word)) ++score[i];
  }
  const auto best = std::ranges::max_element(score);
  if (best == score.end() || *best == 0 || std::ranges::count(score, *best) != 1) return std::nullopt;
  return static_cast<std::size_t>(best - score.begin());
}

constexpr std::size_t kClaimIdLength = 10;  // "CLM" and 7 digits

}  // namespace

std::optional<std::size_t> choose(const std::vector<Choice>& options, std::string_view text,
                                  const understanding::Understanding& meant) {
  if (options.empty()) return std::nullopt;
  const auto& slots = meant.slots;
  std::vector<bool> fits(options.size());
  const auto narrow = [&](auto&& fit) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < options.size(); ++i) fits[i] = fit(options[i]);
    return the_only(fits);
  };
  if (slots.claim_id && slots.claim_id->size() > 5) {
    if (auto index = narrow([&](const Choice& option) { return option.id == *slots.claim_id; })) return index;
    const auto tail = std::string_view(*slots.claim_id).substr(3);
    if (auto index = narrow([&](const Choice& option) { return option.id.ends_with(tail); })) return index;
    if (slots.claim_id->size() == kClaimIdLength) return std::nullopt;  // another claim is meant
  }
  if (meant.id_tail) {
    if (auto index = narrow([&](const Choice& option) { return option.id.ends_with(*meant.id_tail); }))
      return index;
  }
  if (const auto ordinal = Cues(text).ordinal()) {
    const auto index = *ordinal == Cues::kLast ? options.size() - 1 : *ordinal;
    if (index < options.size()) return index;
  }
  if (slots.service_date) {
    if (auto index = narrow([&](const Choice& option) { return date_fits(option.say, *slots.service_date); }))
      return index;
  }
  if (slots.amount) {
    const auto amount = amount_words(*slots.amount);
    if (auto index =
            narrow([&](const Choice& option) { return option.say.find(amount) != std::string::npos; }))
      return index;
  }
  return choose_by_words(options, text);
}

std::optional<std::size_t> choose_by_key(const std::vector<Choice>& options, std::string_view digits) {
  const auto figure = parse_integer(digits);
  if (!figure || *figure < 1 || static_cast<std::size_t>(*figure) > options.size()) return std::nullopt;
  return static_cast<std::size_t>(*figure - 1);
}

}  // namespace attendant::brain
