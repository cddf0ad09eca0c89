// The settings of turn-taking as the policy of the conversation core.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "conversation/core.hpp"
#include "tools/spec.hpp"

namespace attendant::app {

conversation::Policy turn_policy(const config::Turn& turn);

// What bridges a wait: must be heard at once, so its sound is made at start.
std::vector<std::string> waiting_lines(const tools::Catalogue& tools);

}  // namespace attendant::app
