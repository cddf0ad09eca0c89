// Street addresses and cities as callers say them: "it's 12 Oak Street, Chicago, six oh six oh six". Decided
// by words alone; no list of cities. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attendant::brain {

struct SpokenAddress {
  std::string line;  // "12 Oak Street"
  std::string city;  // empty: not said
  std::string zip;   // five figures, where it was said in figures
};

// Empty when no street with a number, or box, is in it. A state at the end is left out.
std::optional<SpokenAddress> spoken_address(std::string_view text);

// "in Oak Park, Illinois" -> "Oak Park"; empty for what is no name of a place: a yes, a question, a sentence.
std::optional<std::string> spoken_city(std::string_view text);

}  // namespace attendant::brain
