// What the bench asks of the operating system: cores, memory, processor time, and values over a pipe to its
// other half.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>

namespace attendant::bench {

void pin_this_thread(int core);  // threads started later inherit it
int cores();
// Of this process, in bytes.
struct Memory {
  std::size_t resident = 0;
  std::size_t anonymous = 0;  // without mapped files
};
Memory memory();
std::chrono::nanoseconds cpu_time();  // of all threads of this process
std::string kernel();

// Whole values through a pipe; false when the other end is gone.
bool send_bytes(int fd, std::span<const std::byte> bytes);
bool receive_bytes(int fd, std::span<std::byte> bytes);

}  // namespace attendant::bench
