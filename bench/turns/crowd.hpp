// All callers of the plan: so many at once, the next one when one is done. Blocks until the last is.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.hpp"
#include "caller.hpp"
#include "plan.hpp"

namespace attendant::bench {

struct CrowdOptions {
  std::uint16_t sip_port = 0;  // of the server, on this machine
  int at_once = 1;
};

// `seen` is called on the callers' thread, once for each call.
Status place_calls(const CrowdOptions& options, const std::vector<PlannedCall>& plan,
                   const std::function<void(const CallSeen&)>& seen);

}  // namespace attendant::bench
