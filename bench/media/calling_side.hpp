// The callers' half of the load test, in a process and on a core of its own: each caller speaks two seconds
// of every five, out of step with the others, and counts what it hears.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "media/media_plane.hpp"

namespace attendant::bench {

struct CallingOptions {
  int calls = 300;
  int core = 1;
  bool realtime = true;
};

// Plain values: they travel through a pipe.
struct CallingFigures {
  bool realtime = false;
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;        // of the server's packets
  std::int64_t late_p99_us = 0;  // our own sending: says whether the generator kept up
};

class CallingSide {
 public:
  static Result<std::unique_ptr<CallingSide>> start(const CallingOptions& options, const Clock& clock);
  std::vector<media::Endpoint> endpoints() const;
  void connect(const std::vector<media::Endpoint>& servers);
  // To be called every 10 ms.
  void tick();
  CallingFigures figures() const;

 private:
  CallingSide() = default;

  std::unique_ptr<media::MediaPlane> plane_;
  std::vector<std::unique_ptr<media::Line>> lines_;
  audio::Samples speech_;
  std::uint32_t ticks_ = 0;
};

}  // namespace attendant::bench
