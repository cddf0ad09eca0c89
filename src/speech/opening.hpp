// How a long reply begins: with few words, because its listener waits for as long as they take to synthesise.
// Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace attendant::speech {

// Cuts a clause that takes more than seven words to say ("$747.72" takes eight) after one to nine of them,
// four if that can be, where a speaker may draw breath: after a comma, before a conjunction, a preposition,
// the verb or a long number; never inside a name, a number, a date or an amount. Two views into `clause`
// without the white space between them, or only `clause` where no such place is found.
std::vector<std::string_view> split_opening(std::string_view clause);

}  // namespace attendant::speech
