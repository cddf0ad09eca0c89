// Where tools are run: on the storage pool, within the time that each tool has, with the answer back on the
// call's loop.
#pragma once

#include "call/services.hpp"
#include "runtime/loop.hpp"
#include "runtime/pool.hpp"
#include "tools/runtime.hpp"

namespace attendant::app {

class ToolBench {
 public:
  ToolBench(tools::ToolRuntime& tools, runtime::Pool& storage, runtime::Loop& loop)
      : tools_(tools), storage_(storage), loop_(loop) {}

  // On the loop's thread; `done` is called there once: with the tool's answer, or with Outcome::failed when
  // its time is over or the pool is full.
  void run(call::Services::ToolRun run, call::Services::ToolDone done);

 private:
  tools::ToolRuntime& tools_;
  runtime::Pool& storage_;
  runtime::Loop& loop_;
};

}  // namespace attendant::app
