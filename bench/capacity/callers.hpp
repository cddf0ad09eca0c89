// The callers of the load test, in a process and on a core of their own: they call by SIP, speak recorded
// speech two seconds of every five, out of step with each other, and count what they hear.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::bench {

struct CallerOptions {
  int calls = 300;
  int core = 1;
  bool realtime = true;
  std::uint16_t sip_port = 0;  // of the server, on this machine
  std::chrono::seconds time{30};
  audio::Samples speech;  // 8 kHz, of one turn
};

// Plain values: they travel through a pipe.
struct CallerFigures {
  bool realtime = false;
  int answered = 0;  // calls that got through
  int ended = 0;     // of those, calls that were ended too early
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;        // of the server's packets
  std::int64_t late_p99_us = 0;  // our own sending: says whether the generator kept up
};

// Blocks until the calls are over. `all_up` is called when every call was placed and had time to settle: from
// then on `time` is counted; `before_end` is called at its end, before the first call is hung up.
Result<CallerFigures> place_calls(const CallerOptions& options, const std::function<void()>& all_up,
                                  const std::function<void()>& before_end);

}  // namespace attendant::bench
