#include "runtime/thread_priority.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace attendant::runtime {

// On Linux the value is the thread's own.
void let_this_thread_give_way(int nice) {
  [[maybe_unused]] const int niced = setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice);
}

}  // namespace attendant::runtime
