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

}  // namespace

bool is_emergency(std::string_view text) {
  const std::string words = without(padded_words(tokenize(text)), emergency_phrases().idioms);
  // Of self-harm no question of money takes anything back, only the plan's own words for its treatment.
  if (holds_any(words, emergency_phrases().self_harm)) {
    const bool treatment = asks_about_it(words) && !holds(words, "i want to") && !holds(words, "i'm") &&
                           !holds(words, "i am") && !holds(words, "myself") && !holds(words, "my life") &&
                           !holds(words, "me");
    return !treatment;
  }
  if (!shows_sign(words)) return false;
  return !asks_about_it(words) || holds_any(words, emergency_phrases().now);
}

}  // namespace attendant::understanding
