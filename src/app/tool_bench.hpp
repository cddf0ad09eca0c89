// Where tools are run: ours on the storage pool, those that wait for other machines on a pool of their own,
// each within the time that it has, with the answer back on the call's loop. Several of one call may run at
// once.
#pragma once

#include "call/services.hpp"
#include "runtime/loop.hpp"
#include "runtime/pool.hpp"
#include "tools/runtime.hpp"

namespace attendant::app {

class ToolBench {
 public:
  ToolBench(tools::ToolRuntime& tools, runtime::Pool& storage, runtime::Pool& waiting, runtime::Loop& loop)
      : tools_(tools), storage_(storage), waiting_(waiting), loop_(loop) {}

  // On the loop's thread; `done` is called there once: with the tool's answer, with Outcome::failed when its
  // time is over or the pool is full, with Outcome::cancelled when a stop of a read was requested. What the
  // tool answers after that is dropped.
  void run(call::Services::ToolRun run, call::Services::ToolDone done);

 private:
  tools::ToolRuntime& tools_;
  runtime::Pool& storage_;
  runtime::Pool& waiting_;
  runtime::Loop& loop_;
};

}  // namespace attendant::app
