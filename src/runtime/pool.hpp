// A named, bounded pool of threads for work that blocks or computes: `inference`, `storage`. A job never
// touches a call's state; it posts its result to the call's loop. Full means no: whoever posts decides what
// to drop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "runtime/job.hpp"

namespace attendant::runtime {

enum class Priority { urgent, normal, background };  // a caller waits; usual; nobody waits
inline constexpr std::size_t kPriorities = 3;

class Pool {
 public:
  struct Options {
    std::string name;  // thread names and metrics, at most 12 characters
    unsigned threads = 1;
    std::size_t capacity = 256;  // jobs waiting, over all priorities
    int nice = 5;                // 0..19; shards and media threads come first
  };
  struct Stats {
    std::size_t waiting = 0;
    std::size_t running = 0;
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
  };

  explicit Pool(Options options);
  ~Pool();  // stop()
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Any thread. false: full or stopping, the job was destroyed unrun. Highest priority first, then oldest
  // first.
  [[nodiscard]] bool post(Job job, Priority priority = Priority::normal);
  void drain();  // returns when nothing waits or runs; not from one of its own jobs
  void stop();   // takes no more, runs what waits, joins; a second call does nothing
  Stats stats() const;
  const std::string& name() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::runtime
