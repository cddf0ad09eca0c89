// Where speech may be cut into pieces that are synthesised and played one after the other. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace attendant::speech {

// The clauses of `text`, in order, without the white space around them. A clause ends at the end of a
// sentence, or at a comma, semicolon or colon once it has four words; never inside "$1,250.00", "Dr. Lee",
// "2:30 p.m." or a decimal. The views point into `text`.
std::vector<std::string_view> split_clauses(std::string_view text);

}  // namespace attendant::speech
