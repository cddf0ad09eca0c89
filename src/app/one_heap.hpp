// How the process keeps its memory. Called once by a program's main, before any thread is started.
#pragma once

namespace attendant::app {

// One heap for all threads. What a call owns is made by one thread and let go by another (SIP, hearing,
// storage); with a heap a thread, as glibc has it by default, each such hand-over leaves holes in both: a
// call then takes more than twice the memory (docs/benchmarks.md, capacity). Media threads do not allocate,
// so none of them waits for the heap's lock.
void use_one_heap();
// Gives the system back what the heap does not need any more: once the models are loaded, megabytes.
void give_back_free_memory();

}  // namespace attendant::app
