// What the configuration says to the dialogue engine.
#pragma once

#include "brain/dialogue/options.hpp"
#include "config/settings.hpp"

namespace attendant::app {

// A transfer target named "emergency" is where somebody in danger is put through to; without one the caller
// is told to call 911.
brain::DialogueOptions dialogue_options(const config::Settings& settings);

}  // namespace attendant::app
