// An orderly end. The main thread waits here for SIGTERM, SIGINT or request(); then the steps run in their
// order (stop admitting, let calls end, stop listeners, flush storage). A second signal ends the process at
// once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "runtime/job.hpp"

namespace attendant::runtime {

class Stopper {
 public:
  // Make it first thing in main: the signals are blocked for every thread that starts afterwards.
  Stopper();
  ~Stopper();
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

  void add_step(std::string name, Job step);
  void request();  // any thread: the same as SIGTERM

  struct StepTime {
    std::string name;
    Duration took{};
  };
  // Returns after the last step, with what each took. Main thread, once.
  std::vector<StepTime> wait_and_stop(const Clock& clock);

 private:
  struct Step {
    std::string name;
    Job job;
  };
  std::vector<Step> steps_;
  int signal_fd_ = -1;
  int request_fd_ = -1;
};

}  // namespace attendant::runtime
