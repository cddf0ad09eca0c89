// Where speech may be cut into pieces that are synthesised and played one after the other. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace attendant::speech {

// The clauses of `text`, in order, without the white space around them. A clause ends at the end of a
// sentence, or at a comma, semicolon or colon once it has four words; never inside "$1,250.00", "Dr. Lee",
// "2:30 p.m." or a decimal. The views point into `text`.
std::vector<std::string_view> split_clauses(std::string_view text);

// The first clause of a reply keeps its listener waiting for as long as it takes to synthesise. Cuts a clause
// of more than seven words after three to six of them, where a speaker may draw breath: before a conjunction,
// a preposition or the verb, never inside a name, a number, a date or an amount. Two views without the white
// space between them, or only `clause` where no such place is found.
std::vector<std::string_view> split_opening(std::string_view clause);

}  // namespace attendant::speech
