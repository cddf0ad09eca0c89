// What code that lives on a shard may ask of it: run this later, run this at a time, call me at every beat.
// Rooms take a Loop&, so that the same code runs on a Shard (a thread) in the server and on a FakeLoop (no
// thread, a fake clock) in tests.
#pragma once

#include "base/clock.hpp"
#include "runtime/job.hpp"
#include "runtime/ticker.hpp"
#include "runtime/timer.hpp"

namespace attendant::runtime {

class Loop {
 public:
  virtual ~Loop() = default;

  // Any thread. Jobs of one poster run in their order. After the loop stopped the job is destroyed unrun.
  virtual void post(Job job) = 0;

  // The loop's own thread only.
  virtual Timer after(Duration delay, Job job) = 0;
  virtual TickToken on_tick(TickHandler handler) = 0;  // every kTick, until the token is destroyed
  virtual bool on_this_thread() const = 0;

  virtual const Clock& clock() const = 0;
};

}  // namespace attendant::runtime
