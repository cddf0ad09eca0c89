// Sentences with a few named values in them: "You are speaking with {agent}." What stands in square brackets
// is said only when each value in it is known, and after a bar what is said when not: "Welcome back[,
// {name}].",
// "[{name}, is|Is] there anything else?" Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace attendant::agents {

// The values that an agent file's own sentences may use.
inline constexpr std::string_view kCompany = "company";
inline constexpr std::string_view kAgent = "agent";  // the agent's name, as said; of a hand-over: the other's
inline constexpr std::string_view kHours = "hours";  // when people can be reached
inline constexpr std::string_view kName = "name";    // the caller's given name, once they are known

using Values = std::map<std::string, std::string, std::less<>>;

// An unknown value outside brackets is left out.
std::string fill(std::string_view text, const Values& values);

// The error says what is wrong: a value that there is none of, a bracket that is not closed.
Status check_template(std::string_view text, const std::vector<std::string>& allowed);

std::vector<std::string> values_in(std::string_view text);  // in order, each once

}  // namespace attendant::agents
