// What settings must fulfil together. Pure.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace attendant::config {

// One sentence per rule that is broken, beginning with the setting to change.
std::vector<std::string> broken_rules(const Settings& settings);

}  // namespace attendant::config
