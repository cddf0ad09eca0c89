// What the configuration says to the conversation core.
#pragma once

#include "config/settings.hpp"
#include "conversation/core.hpp"

namespace attendant::app {

conversation::Policy call_policy(const config::Turn& turn);

}  // namespace attendant::app
