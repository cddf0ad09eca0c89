// A piece of work that is moved to where it runs: it may own what it needs (a unique_ptr, a frame) and runs
// once.
#pragma once

#include <functional>

namespace attendant::runtime {

using Job = std::move_only_function<void()>;

}  // namespace attendant::runtime
