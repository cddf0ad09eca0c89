// The sentences that the dialogue engine says word for word, so that a voice can have their sound ready.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::brain {

// Every wording without a place to fill in and the greeting for `company`, in the order in which a call tends
// to need them. Pure.
std::vector<std::string> fixed_lines(std::string_view company);

}  // namespace attendant::brain
