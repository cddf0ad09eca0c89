#include "brain/dialogue/correction.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "understanding/dates.hpp"
#include "understanding/money.hpp"
#include "understanding/numbers.hpp"
#include "understanding/tokens.hpp"

namespace attendant::brain {
namespace {

using understanding::phrase_at;
using understanding::Tokens;

enum class Strength { none, faint, plain, replaces };

struct Cue {
  std::string_view words;
  Strength strength;
};

// Longer ones first, where one begins like another.
constexpr std::array kCues = {
    Cue{"what i meant to say was", Strength::replaces},
    Cue{"what i meant was", Strength::replaces},
    Cue{"what i mean is", Strength::replaces},
    Cue{"i meant to say", Strength::replaces},
    Cue{"i wanted to say", Strength::replaces},
    Cue{"i should have said", Strength::replaces},
    Cue{"let me correct that", Strength::replaces},
    Cue{"let me correct myself", Strength::replaces},
    Cue{"i said the wrong", Strength::plain},
    Cue{"i said that wrong", Strength::plain},
    Cue{"i said it wrong", Strength::plain},
    Cue{"i got that wrong", Strength::plain},
    Cue{"i got it wrong", Strength::plain},
    Cue{"i was wrong", Strength::plain},
    Cue{"that was wrong", Strength::plain},
    Cue{"that's wrong", Strength::plain},
    Cue{"that is wrong", Strength::plain},
    Cue{"that was the wrong", Strength::plain},
    Cue{"i gave you the wrong", Strength::plain},
    Cue{"i read the wrong", Strength::plain},
    Cue{"that's not right", Strength::plain},
    Cue{"that isn't right", Strength::plain},
    Cue{"i misspoke", Strength::plain},
    Cue{"i made a mistake", Strength::plain},
    Cue{"my mistake", Strength::plain},
    Cue{"my bad", Strength::plain},
    Cue{"my apologies", Strength::plain},
    Cue{"i apologize", Strength::plain},
    Cue{"i'm sorry", Strength::plain},
    Cue{"i am sorry", Strength::plain},
    Cue{"excuse me", Strength::plain},
    Cue{"pardon me", Strength::plain},
    Cue{"hold on", Strength::plain},
    Cue{"hang on", Strength::plain},
    Cue{"scratch that", Strength::replaces},
    Cue{"strike that", Strength::replaces},
    Cue{"forget that", Strength::replaces},
    Cue{"forget it", Strength::replaces},
    Cue{"never mind that", Strength::replaces},
    Cue{"never mind", Strength::replaces},
    Cue{"i mean", Strength::replaces},
    Cue{"i meant", Strength::replaces},
    Cue{"i ment", Strength::replaces},
    Cue{"i'd rather", Strength::replaces},
    Cue{"i would rather", Strength::replaces},
    Cue{"make that", Strength::replaces},
    Cue{"make it", Strength::replaces},
    Cue{"change that to", Strength::replaces},
    Cue{"change it to", Strength::replaces},
    Cue{"or rather", Strength::replaces},
    Cue{"rather", Strength::replaces},
    Cue{"correction", Strength::replaces},
    Cue{"actually", Strength::replaces},
    Cue{"instead", Strength::replaces},
    Cue{"no", Strength::replaces},
    Cue{"nope", Strength::replaces},
    Cue{"nah", Strength::replaces},
    Cue{"sorry", Strength::plain},
    Cue{"wait", Strength::plain},
    Cue{"oops", Strength::plain},
    Cue{"whoops", Strength::plain},
    Cue{"pardon", Strength::plain},
    Cue{"know", Strength::faint},
    Cue{"now", Strength::faint},
    Cue{"none", Strength::faint},
    Cue{"not", Strength::none},  // its own rule: without_not_meant
    Cue{"oh", Strength::none},
    Cue{"ah", Strength::none},
    Cue{"and", Strength::none},
    Cue{"but", Strength::none},
    Cue{"yeah", Strength::none},
};

// Behind what shall hold: "the twenty second I mean".
constexpr std::array kTrailing = {Cue{"i mean", Strength::replaces},   Cue{"i meant", Strength::replaces},
                                  Cue{"instead", Strength::replaces},  Cue{"rather", Strength::replaces},
                                  Cue{"actually", Strength::replaces}, Cue{"sorry", Strength::plain},
                                  Cue{"my mistake", Strength::plain}};

constexpr std::array<std::string_view, 16> kAuxiliaries = {"is",  "was",   "are",    "were", "did",  "does",
                                                           "do",  "has",   "have",   "had",  "will", "would",
                                                           "can", "could", "should", "why"};
constexpr std::array<std::string_view, 12> kDeterminers = {"the", "a",    "an", "my",   "his", "her",
                                                           "our", "mine", "in", "from", "for", "on"};
constexpr std::array<std::string_view, 10> kDone = {"paid", "sent", "sure", "right", "correct",
                                                    "been", "yet",  "here", "there", "working"};
// What begins that which is meant, where no comma stands before it.
constexpr std::array<std::string_view, 14> kBeginnings = {"the", "it's", "it",  "its", "but", "my",   "an",
                                                          "a",   "that", "his", "her", "in",  "from", "on"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// A run of the text, by its tokens.
struct Span {
  std::size_t first = 0, last = 0;
  bool empty() const { return first >= last; }
};

std::string text_of(std::string_view text, const Tokens& tokens, const Span& span) {
  if (span.empty()) return {};
  return std::string(
      text.substr(tokens[span.first].begin, tokens[span.last - 1].end - tokens[span.first].begin));
}

bool is_not(std::string_view word) { return word == "not" || word == "wasn't" || word == "isn't"; }

bool is_value(const Tokens& tokens, std::size_t at) {
  return at < tokens.size() &&
         (understanding::number_at(tokens, at) || understanding::names_a_month({tokens[at]}));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), tokens_(understanding::tokenize(text)) {}

  std::optional<Correction> read() {
    Span span{0, tokens_.size()};
    cut_front(span);
    cut_back(span);
    auto rest = without_not_meant(span);
    if (strength_ == Strength::none || trim(rest).empty()) return std::nullopt;
    return Correction{.faint = strength_ == Strength::faint,
                      .replaces = strength_ == Strength::replaces,
                      .rest = std::move(rest)};
  }

 private:
  void found(Strength strength) { strength_ = std::max(strength_, strength); }

  void cut_front(Span& span) {
    while (!span.empty()) {
      if (understanding::is_filler(tokens_[span.first].word)) {
        ++span.first;
        continue;
      }
      const auto* cue = std::ranges::find_if(
          kCues, [&](const Cue& one) { return phrase_at(tokens_, span.first, one.words) > 0; });
      if (cue == kCues.end() || cue->words == "not") break;
      const auto words = phrase_at(tokens_, span.first, cue->words);
      if (span.first + words > span.last) break;
      // "No 22": a number, and "no problem" no correction; "now" stands before what it is misheard for only.
      if (cue->strength == Strength::faint && strength_ != Strength::none) {
        span.first += words;
        continue;
      }
      found(cue->strength);
      span.first += words;
    }
    // "I said it was the twelfth but it was the twenty second", "the wrong date, it's ..."
    if (strength_ == Strength::none) return;
    for (auto i = span.first; i + 1 < span.last; ++i) {
      const bool turns = tokens_[i].word == "but" && i > span.first + 2;
      const bool names_fault = i == span.first && tokens_[i].word == "date";
      if (turns || names_fault) span.first = i + 1;
    }
  }

  void cut_back(Span& span) {
    for (bool again = true; again && !span.empty();) {
      again = false;
      for (const auto& cue : kTrailing) {
        const auto words = static_cast<std::size_t>(std::ranges::count(cue.words, ' ')) + 1;
        if (span.last - span.first <= words || phrase_at(tokens_, span.last - words, cue.words) == 0)
          continue;
        span.last -= words;
        found(cue.strength);
        again = true;
      }
    }
  }

  // "Not the twelfth, the twenty second", "the twenty second, not the twelfth", "instead of the twelfth".
  std::string without_not_meant(const Span& span) {
    std::string kept;
    for (auto i = span.first; i < span.last;) {
      const auto lead = not_meant_at(i, span);
      if (lead == 0) {
        auto next = i + 1;
        while (next < span.last && not_meant_at(next, span) == 0) ++next;
        if (!kept.empty()) kept += ", ";
        kept += text_of(text_, tokens_, {i, next});
        i = next;
        continue;
      }
      auto end = i + lead + 1;
      while (end < span.last && !tokens_[end].comma && !tokens_[end].stop &&
             !is_one_of(kBeginnings, tokens_[end].word))
        ++end;
      // "It wasn't the twelfth": of which nothing stays.
      if (kept == "it" || kept == "that") kept.clear();
      if (kept.empty() && end >= span.last) return text_of(text_, tokens_, span);  // something must be left
      found(Strength::replaces);
      i = end;
    }
    return kept;
  }

  // Words that say that the next thing is not meant; 0: none stand at `i`.
  std::size_t not_meant_at(std::size_t i, const Span& span) const {
    for (const std::string_view phrase : {"instead of", "rather than"})
      if (const auto words = phrase_at(tokens_, i, phrase); words > 0 && i + words < span.last) return words;
    if (!is_not(tokens_[i].word) || i + 1 >= span.last) return 0;
    const auto& next = tokens_[i + 1].word;
    const bool thing = is_one_of(kDeterminers, next) || is_value(tokens_, i + 1);
    // "Was not paid" says what became of it.
    const bool verb = tokens_[i].word != "not" || (i > 0 && is_one_of(kAuxiliaries, tokens_[i - 1].word)) ||
                      next.ends_with("ed") || is_one_of(kDone, next);
    return thing || !verb ? 1 : 0;
  }

  std::string_view text_;
  Tokens tokens_;
  Strength strength_ = Strength::none;
};

}  // namespace

std::optional<Correction> correction_in(std::string_view text) { return Reader(text).read(); }

std::optional<std::int64_t> bare_sum(std::string_view text) {
  auto tokens = understanding::tokenize(text);
  for (std::size_t at = 0; at < tokens.size();) {
    const auto number = understanding::number_at(tokens, at);
    if (!number) return std::nullopt;
    at = number->last;
  }
  tokens = understanding::tokenize(std::string(text) + " dollars");
  const auto sum = understanding::read_money(tokens, std::vector<bool>(tokens.size(), false));
  if (!sum || sum->first != 0) return std::nullopt;
  return sum->cents;
}

}  // namespace attendant::brain
