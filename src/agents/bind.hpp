// The keys of an agent file, once: reading, printing and the JSON Schema walk the same list.
#pragma once

#include "agents/agent.hpp"
#include "config/fields.hpp"

namespace attendant::agents {

void bind(config::Fields& fields, Agent& agent);

}  // namespace attendant::agents
