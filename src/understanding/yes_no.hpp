// Yes and no at the beginning of an answer. Pure; any thread.
#pragma once

#include <cstddef>

#include "understanding/tokens.hpp"

namespace attendant::understanding {

enum class YesNo { neither, yes, no };

struct LeadingYesNo {
  YesNo answer = YesNo::neither;
  std::size_t last = 0;  // the token where the rest begins
};

// "yeah no, that's wrong" is no; "no problem, go ahead" is yes; "well, yes, I suppose so" is yes.
LeadingYesNo leading_yes_no(const Tokens& tokens);

// Thanks, a farewell, or leave taken: what makes "no" into "no, goodbye".
bool takes_leave(const Tokens& tokens, std::size_t first);

}  // namespace attendant::understanding
