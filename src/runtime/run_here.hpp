// For who has time of its own (simulations): a shard that was not started is run by the calling thread.
#pragma once

#include <functional>

#include "base/clock.hpp"
#include "runtime/shard.hpp"

namespace attendant::runtime {

// Runs what is due on the shard until `enough` says so, asked after each job, or `longest` has passed. Never
// beside Shard::start(); always by the same thread.
void run_here(Shard& shard, Duration longest, const std::function<bool()>& enough);

}  // namespace attendant::runtime
