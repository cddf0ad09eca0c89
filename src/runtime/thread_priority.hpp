// How much a thread gives way to the others of the process where there is not time for all.
#pragma once

namespace attendant::runtime {

// `nice`: 0..19. Without the permission or the call the thread only competes more than it should.
void let_this_thread_give_way(int nice);

}  // namespace attendant::runtime
