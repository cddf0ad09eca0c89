// A caller who puts right what they said before, whatever was asked meanwhile: "oh no, the twenty second",
// "I meant Doctor Feeney", "not the bill, the claim". By words alone, also as recognisers write them ("know
// the 22nd"). Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/understanding.hpp"

namespace attendant::brain {

struct Correction {
  // "now the 22nd": a no that was misheard, or none. It counts only together with a value that fits.
  bool faint = false;
  // "no", "I meant", "instead", "not the bill": enough to put one request in the place of another, which
  // "sorry" and "wait" alone are not.
  bool replaces = false;
  std::string rest;  // what shall hold: the text without the cue and without what is not meant
};

// Empty when the caller puts nothing right.
std::optional<Correction> correction_in(std::string_view text);

// What a caller said again, read on its own as if nothing had been asked.
struct PutRight {
  Correction words;
  understanding::Understanding meant;
  std::vector<std::string>
      member_ids;            // digits that are a member id by their check digit, if one was asked for
  bool recent_date = false;  // its date is no birth date of a caller: less than two years ago, or to come
};

// "Three forty", where a sum is corrected and "dollars" goes without saying: cents. Empty when the text holds
// anything else.
std::optional<std::int64_t> bare_sum(std::string_view text);

}  // namespace attendant::brain
