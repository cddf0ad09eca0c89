#include "understanding/emergency.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "understanding/emergency_phrases.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {
namespace {

bool spaced(std::string_view padded, std::size_t at, std::size_t size) {
  return at > 0 && padded[at - 1] == ' ' && at + size < padded.size() && padded[at + size] == ' ';
}

bool holds(std::string_view padded, std::string_view phrase) {
  for (auto at = padded.find(phrase); at != std::string_view::npos; at = padded.find(phrase, at + 1)) {
    if (spaced(padded, at, phrase.size())) return true;
  }
  return false;
}

bool holds_any(std::string_view padded, const Phrases& phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return holds(padded, phrase); });
}

// The words without those of the idioms, so that what else is said still counts.
std::string without(std::string padded, const Phrases& phrases) {
  for (const auto phrase : phrases) {
    for (auto at = padded.find(phrase); at != std::string::npos; at = padded.find(phrase, at + 1)) {
      if (spaced(padded, at, phrase.size())) padded.replace(at, phrase.size(), "-");
    }
  }
  return padded;
}

// "I haven't got chest pain", "no chest pain", "not unconscious": the sign is denied.
bool denied_before(std::string_view padded, std::size_t at) {
  constexpr std::string_view kDenials[] = {
      " no ",         " without ",    " not having ",   " isn't having ", " never had ", " wasn't having ",
      " not really ", " don't have ", " doesn't have ", " haven't had ",  " not "};
  const auto before = padded.substr(0, at);
  return std::ranges::any_of(kDenials, [&](std::string_view denial) {
    return before.ends_with(denial) || before.ends_with(std::string(denial) + "any ");
  });
}

bool shows_sign(std::string_view padded) {
  return std::ranges::any_of(emergency_phrases().signs, [&](std::string_view sign) {
    for (auto at = padded.find(sign); at != std::string_view::npos; at = padded.find(sign, at + 1)) {
      if (spaced(padded, at, sign.size()) && !denied_before(padded, at)) return true;
    }
    return false;
  });
}

bool asks_about_it(std::string_view padded) {
  return holds_any(padded, emergency_phrases().past_and_business);
}

// Where a sentence falls apart: "my chest hurts | and I want to know about my bill".
bool begins_clause(const Token& token) {
  return token.stop || token.comma || token.word == "and" || token.word == "but" || token.word == "so";
}

// A sign that one clause tells of now, whatever business the others speak of.
bool tells_of_now(const Tokens& tokens) {
  for (std::size_t first = 0; first < tokens.size();) {
    std::size_t last = first + 1;
    while (last < tokens.size() && !begins_clause(tokens[last])) ++last;
    const bool present = contains_word(tokens, first, last,
                                       {"i'm", "he's", "she's", "it's", "is", "am", "isn't", "hurts", "can't",
                                        "cannot", "won't", "has", "have", "having"});
    const bool asked_or_past =
        contains_word(tokens, first, last,
                      {"had", "was", "were", "went", "when", "did", "does", "do", "if", "what", "what's",
                       "how", "who", "why", "after", "since", "about"});
    const auto clause = without(padded_words(tokens, first, last), emergency_phrases().idioms);
    if (present && !asked_or_past && shows_sign(clause) && !asks_about_it(clause)) return true;
    first = last;
  }
  return false;
}

}  // namespace

bool is_emergency(std::string_view text) {
  const Tokens tokens = tokenize(text);
  const std::string words = without(padded_words(tokens), emergency_phrases().idioms);
  // Of self-harm no question of money takes anything back, only the plan's own words for its treatment.
  if (holds_any(words, emergency_phrases().self_harm)) {
    const bool treatment = asks_about_it(words) && !holds(words, "i want to") && !holds(words, "i'm") &&
                           !holds(words, "i am") && !holds(words, "myself") && !holds(words, "my life") &&
                           !holds(words, "me");
    return !treatment;
  }
  if (!shows_sign(words)) return false;
  return !asks_about_it(words) || holds_any(words, emergency_phrases().now) || tells_of_now(tokens);
}

}  // namespace attendant::understanding
