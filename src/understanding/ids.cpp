#include "understanding/ids.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

using Spelling = std::pair<std::string_view, char>;

// The letters that ids have, and those that the ear confuses with them.
constexpr std::array<Spelling, 33> kSpellings{
    {{"november", 'n'}, {"en", 'n'},    {"whiskey", 'w'}, {"whisky", 'w'}, {"dub", 'w'},    {"dubya", 'w'},
     {"charlie", 'c'},  {"see", 'c'},   {"sea", 'c'},     {"cee", 'c'},    {"lima", 'l'},   {"el", 'l'},
     {"ell", 'l'},      {"elle", 'l'},  {"mike", 'm'},    {"em", 'm'},     {"alpha", 'a'},  {"bravo", 'b'},
     {"delta", 'd'},    {"echo", 'e'},  {"foxtrot", 'f'}, {"golf", 'g'},   {"hotel", 'h'},  {"india", 'i'},
     {"juliet", 'j'},   {"kilo", 'k'},  {"oscar", 'o'},   {"papa", 'p'},   {"quebec", 'q'}, {"romeo", 'r'},
     {"sierra", 's'},   {"tango", 't'}, {"victor", 'v'}}};

std::size_t skip_fillers(const Tokens& tokens, std::size_t at) {
  while (at < tokens.size() && is_filler(tokens[at].word)) ++at;
  return at;
}

// "as in mary", "like mary", "for nancy": where it ends.
std::size_t skip_example(const Tokens& tokens, std::size_t at, char letter) {
  const auto example = [&](std::size_t i) {
    return i < tokens.size() && !tokens[i].word.empty() && tokens[i].word[0] == letter;
  };
  for (const std::string_view link :
       {"as in the", "as in a", "as in", "is in", "like in", "as a", "like", "for", "as", "in"}) {
    if (const auto words = phrase_at(tokens, at, link); words > 0 && example(at + words))
      return at + words + 1;
  }
  // Any word may follow the full form, even one that was misheard.
  if (words_at(tokens, at, {"as", "in"}) && at + 2 < tokens.size()) return at + 3;
  return at;
}

std::optional<std::size_t> letters_at(const Tokens& tokens, std::size_t at, std::string_view letters) {
  for (const char wanted : letters) {
    at = skip_fillers(tokens, at);
    const auto letter = letter_at(tokens, at);
    if (!letter || letter->letter != wanted) return std::nullopt;
    at = letter->last;
    if (at < tokens.size() && tokens[at].word == "and" && letter_at(tokens, at + 1)) ++at;
  }
  return at;
}

constexpr std::array<std::string_view, 17> kCorrections{
    "no",         "nope",       "sorry",        "wait",   "i mean",
    "make that",  "correction", "scratch that", "rather", "actually",
    "my mistake", "excuse me",  "pardon",       "oops",   "let me start over",
    "start over", "strike that"};

constexpr std::array<std::string_view, 30> kJoiningWords{
    "then", "a",      "an",    "and",  "the",  "it's", "is",    "that",   "let",  "me",
    "see",  "i",      "think", "ok",   "okay", "uh",   "um",    "after",  "next", "comes",
    "dash", "hyphen", "space", "like", "so",   "er",   "looks", "that's", "yes",  "yeah"};

}  // namespace

std::optional<SpokenLetter> letter_at(const Tokens& tokens, std::size_t at) {
  if (at >= tokens.size()) return std::nullopt;
  const std::string& word = tokens[at].word;
  char letter = 0;
  std::size_t next = at + 1;
  if ((word == "double" || word == "dubble") && next < tokens.size() &&
      (tokens[next].word == "u" || tokens[next].word == "you" || tokens[next].word == "yu")) {
    letter = 'w';
    ++next;
  } else if (word.size() == 1 && word[0] >= 'a' && word[0] <= 'z') {
    letter = word[0];
  } else if (const auto it = std::ranges::find(kSpellings, std::string_view(word), &Spelling::first);
             it != kSpellings.end()) {
    letter = it->second;
  } else {
    return std::nullopt;
  }
  return SpokenLetter{letter, skip_example(tokens, next, letter)};
}

std::optional<std::size_t> id_prefix_at(const Tokens& tokens, std::size_t at, IdKind kind) {
  if (at >= tokens.size()) return std::nullopt;
  const std::string& word = tokens[at].word;
  if (kind == IdKind::claim) {
    if (word == "clm" || word == "clem" || word == "cln") return at + 1;
    if (word == "cl" && at + 1 < tokens.size() && tokens[at + 1].word == "m") return at + 2;
    if (auto end = letters_at(tokens, at, "clm")) return end;
    // "c l n" and "c l and": m and n sound the same on a telephone.
    if (auto end = letters_at(tokens, at, "cln"); end && *end < tokens.size() && number_at(tokens, *end))
      return end;
    return std::nullopt;
  }
  if (word == "nw" || word == "mw") return at + 1;
  if (auto end = letters_at(tokens, at, "nw")) return end;
  // "and w", "in w", "end w", "m w": how recognisers write the two letters.
  constexpr std::array<std::string_view, 7> kLikeN{"and", "in", "an", "end", "m", "em", "any"};
  if (std::ranges::find(kLikeN, std::string_view(word)) != kLikeN.end()) {
    const auto second = letter_at(tokens, at + 1);
    if (second && second->letter == 'w' && number_at(tokens, skip_fillers(tokens, second->last)))
      return second->last;
  }
  return std::nullopt;
}

bool is_correction(const Tokens& tokens, std::size_t first, std::size_t last) {
  if (last - first > 14) return false;
  for (std::size_t i = first; i < last; ++i) {
    for (const auto marker : kCorrections) {
      if (const auto words = phrase_at(tokens, i, marker); words > 0 && i + words <= last) return true;
    }
  }
  return false;
}

bool is_joining(const Tokens& tokens, std::size_t first, std::size_t last) {
  if (last - first > 6) return false;
  for (std::size_t i = first; i < last; ++i) {
    if (std::ranges::find(kJoiningWords, std::string_view(tokens[i].word)) == kJoiningWords.end())
      return false;
  }
  return true;
}

std::string corrected(std::string_view before, std::string_view after, std::size_t length) {
  if (after.size() >= length || before.empty()) return std::string(after);
  // Where the whole would come out at its length ...
  std::size_t from = length - after.size();
  if (from >= before.size()) {
    // ... or where the new digits begin like the old ones, or in place of as many.
    from = before.size() > after.size() ? before.size() - after.size() : 0;
    if (after.size() > 1) {
      for (std::size_t i = before.size(); i-- > 0;) {
        if (before[i] == after[0] && before.size() - i <= after.size()) {
          from = i;
          break;
        }
      }
    }
  }
  return std::string(before.substr(0, from)) + std::string(after);
}

namespace {

// One group as said, and all its readings.
struct Group {
  std::string digits;
  std::vector<std::string> readings;
};

Group group_of(const DigitRun& run, std::size_t skip) {
  Group group;
  group.readings.emplace_back();
  for (std::size_t i = skip; i < run.numbers.size(); ++i) {
    const Number& number = run.numbers[i];
    group.digits += number.digits;
    const std::size_t count = group.readings.size();
    for (std::size_t r = 0; r < count; ++r) {
      if (!number.apart.empty() && group.readings.size() < 64)
        group.readings.push_back(group.readings[r] + number.apart);
      group.readings[r] += number.digits;
    }
  }
  return group;
}

std::vector<std::string> combine(const std::vector<std::string>& before,
                                 const std::vector<std::string>& after, auto join) {
  std::vector<std::string> out;
  for (const auto& a : before) {
    for (const auto& b : after) {
      if (out.size() >= 64) return out;
      out.push_back(join(a, b));
    }
  }
  return out;
}

}  // namespace

SpokenDigits spoken_digits(const Tokens& tokens, std::size_t first, std::size_t last,
                           const std::vector<bool>& taken, std::size_t length, bool after_prefix) {
  SpokenDigits out;
  for (const DigitRun& run : digit_runs(tokens, first, last, taken, after_prefix)) {
    // "Oh, seven three ...": a sigh, when the digits are complete without it.
    const bool sigh = run.numbers.size() > 1 && tokens[run.first].word == "oh" &&
                      tokens[run.first + 1].comma && run.digits().size() == length + 1;
    Group group = group_of(run, sigh ? 1 : 0);
    const bool complete = group.digits.size() == length;
    if (!out.any) {
      out = {group.digits, std::move(group.readings), run.first, run.last, true};
      continue;
    }
    if (run.first > 0 && tokens[run.first - 1].word == "not") continue;
    if (is_correction(tokens, out.last, run.first)) {
      out.digits = corrected(out.digits, group.digits, length);
      out.readings = combine(out.readings, group.readings, [&](const std::string& a, const std::string& b) {
        return corrected(a, b, length);
      });
    } else if (out.digits.size() < length && is_joining(tokens, out.last, run.first)) {
      out.digits += group.digits;
      out.readings = combine(out.readings, group.readings,
                             [](const std::string& a, const std::string& b) { return a + b; });
    } else if ((complete && out.digits.size() != length) ||
               (out.digits.size() < 3 && group.digits.size() > out.digits.size())) {
      // What came first was something else, or a word ("the one that says ...").
      out = {group.digits, std::move(group.readings), run.first, run.last, true};
      continue;
    } else {
      break;
    }
    out.last = run.last;
  }
  if (!out.any) return out;
  // As said, unless only another way to write it has the right length.
  if (out.digits.size() != length) {
    const auto fits = std::ranges::find_if(out.readings, [&](const auto& r) { return r.size() == length; });
    if (fits != out.readings.end()) out.digits = *fits;
  }
  return out;
}

bool has_valid_check_digit(std::string_view member_id) {
  if (member_id.size() != kMemberIdDigits + 2 || !member_id.starts_with("NW")) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kMemberIdDigits; ++i) {
    const char c = member_id[i + 2];
    if (c < '0' || c > '9') return false;
    int digit = c - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

}  // namespace attendant::understanding
