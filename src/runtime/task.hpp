// Coroutines of this project. Include it where a coroutine is written; it costs ~0.8 s to compile.
// Rules (docs/adr/0002-runtime.md): parameters by value unless awaited at once; no capturing lambda as a
// coroutine; what a coroutine uses must outlive it, which a Scope sees to.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::runtime {

template <class T>
using Task = boost::asio::awaitable<T>;

// Waits on the current coroutine's shard; ends early, with ErrorCode::cancelled, when its scope is cancelled.
Task<Status> sleep_for(Duration delay);

}  // namespace attendant::runtime
