// Where a sentence may hold a second request: "..., and also ...", "... second, ...", a new question. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "understanding/tokens.hpp"

namespace attendant::understanding {

struct Cut {
  std::size_t at = 0;  // the token where the second part begins
  bool plain = false;  // "and also", "second", "by the way": said to be a second request
};

// At most three, the plain ones first.
std::vector<Cut> possible_cuts(const Tokens& tokens, std::size_t first);

// Whether a part asks for something: "what ...", "can you ...", "I want ...".
bool sounds_like_request(const Tokens& tokens, std::size_t first, std::size_t last);

}  // namespace attendant::understanding
