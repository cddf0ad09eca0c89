// What is kept of calls that an earlier process left open. Pure; any thread.
#pragma once

#include "conversation/core.hpp"
#include "store/local/local_store.hpp"

namespace attendant::app {

// Their rows, from their journals.
store::local::Project recovery_projection(const conversation::Policy& policy);

}  // namespace attendant::app
