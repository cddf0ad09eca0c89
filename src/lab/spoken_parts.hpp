// A caller's turn with the pauses in it: "why was my [600 ms] MRI denied". Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::lab {

struct SpokenPart {
  std::chrono::milliseconds pause{0};  // before the words
  std::string words;
};

// At least one part.
std::vector<SpokenPart> spoken_parts(std::string_view text);

}  // namespace attendant::lab
