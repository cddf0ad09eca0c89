// A number of known length (an id, a ZIP code, a telephone number) in words of which a recogniser wrote some
// digits as other words: "is to one-seventh, five five five ..." is 217555.... Read so generously that it
// only counts when the length comes out exactly, and after the plain reading failed. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "understanding/tokens.hpp"

namespace attendant::understanding {

struct MisheardDigits {
  std::vector<std::string> readings;  // each of the wanted length; the likeliest first
  std::size_t first = 0, last = 0;    // tokens [first, last)
};

// Nothing unless most of the digits were heard as digits. `taken[i]` keeps token i out.
std::optional<MisheardDigits> misheard_digits(const Tokens& tokens, const std::vector<bool>& taken,
                                              std::size_t length);

}  // namespace attendant::understanding
