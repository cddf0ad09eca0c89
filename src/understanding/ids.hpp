// Member and claim ids as callers say them: spelled prefixes, digits in groups, corrections on the way, parts
// of an id. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/acts.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {

inline constexpr std::size_t kMemberIdDigits = 8;
inline constexpr std::size_t kClaimIdDigits = 7;

enum class IdKind { member, claim };

// One letter, spoken in whatever way: "n", "november", "en", "n as in nancy". `last` is where it ends.
struct SpokenLetter {
  char letter = 0;
  std::size_t last = 0;
};
std::optional<SpokenLetter> letter_at(const Tokens& tokens, std::size_t at);

// "n w" or "c l m" (also as recognisers write them: "and w", "n double u"): where it ends, or nothing.
std::optional<std::size_t> id_prefix_at(const Tokens& tokens, std::size_t at, IdKind kind);

// Whether the words between two groups of digits take the first one back: "no", "sorry", "I mean", "make
// that".
bool is_correction(const Tokens& tokens, std::size_t first, std::size_t last);
// Whether they only carry on: "then a", "and", "let me see".
bool is_joining(const Tokens& tokens, std::size_t first, std::size_t last);

// The digits after a correction: `after` replaces from the position where it fits, so that the whole has
// `length` digits if it can.
std::string corrected(std::string_view before, std::string_view after, std::size_t length);

// Digits collected over groups and corrections, from token `first` on.
struct SpokenDigits {
  std::string digits;                 // as said
  std::vector<std::string> readings;  // all ways to write them down, `digits` among them
  std::size_t first = 0, last = 0;
  bool any = false;
};
SpokenDigits spoken_digits(const Tokens& tokens, std::size_t first, std::size_t last,
                           const std::vector<bool>& taken, std::size_t length, bool after_prefix = false);

bool has_valid_check_digit(std::string_view member_id);

}  // namespace attendant::understanding
