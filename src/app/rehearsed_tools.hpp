// Outside tools where nobody calls for real: in a simulation those that only read are asked, those that
// change something elsewhere are not; in a replay none is.
#pragma once

#include "tools/outside_tool.hpp"

namespace attendant::app {

enum class Rehearsal { reads, nothing };

// The same tools; what is not carried out fails, and the caller hears what callers of a broken tool hear.
// Their deadlines are by the real clock, whatever the clock of the simulation.
tools::OutsideTools rehearsed(const tools::OutsideTools& tools, Rehearsal rehearsal);

}  // namespace attendant::app
