#include "app/one_heap.hpp"

#include <malloc.h>

namespace attendant::app {

void use_one_heap() { (void)::mallopt(M_ARENA_MAX, 1); }
void give_back_free_memory() { (void)::malloc_trim(0); }

}  // namespace attendant::app
