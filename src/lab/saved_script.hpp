// A simulated conversation as a script that the scenario runner plays: what the caller did, and what the goal
// needed to happen. Pure.
#pragma once

#include <string>

#include "base/date.hpp"
#include "lab/simulation.hpp"

namespace attendant::lab {

std::string as_call_script(const Goal& goal, const CaseResult& result, Date today,
                           std::chrono::milliseconds tools_take);

}  // namespace attendant::lab
