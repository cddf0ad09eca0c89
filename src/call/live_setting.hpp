// What a speech-to-speech model is told before a call: who it is, the rules, and its functions. The same for
// every call of an agent. Pure.
#pragma once

#include <string>

#include "agents/agent.hpp"
#include "speech/live_model.hpp"
#include "tools/spec.hpp"

namespace attendant::call {

// `agent`: null where there is only one, with every tool.
speech::LiveSetting live_setting(const agents::Agent* agent, const tools::Catalogue& catalogue,
                                 const std::string& company);

}  // namespace attendant::call
