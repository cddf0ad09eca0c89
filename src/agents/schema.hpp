// The JSON Schema (2020-12) of an agent file, made from the same list of keys that the loader reads: for
// editors, and for other programs that write such files. api/agent.schema.json holds it; a test compares.
#pragma once

#include <boost/json/object.hpp>

namespace attendant::agents {

boost::json::object agent_schema();

}  // namespace attendant::agents
