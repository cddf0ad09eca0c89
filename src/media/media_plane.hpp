// All media threads of the process, their ports and the storage thread of the recordings. Made once by app;
// it outlives every Line. open() may be called from any shard.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "media/lateness.hpp"
#include "media/line.hpp"

namespace attendant::media {

struct PlaneOptions {
  int threads = 1;
  int lines_per_thread = 2000;
  std::string bind_ip = "127.0.0.1";
  // RTP takes the even ports, RTCP the odd ones. The range must lie outside the kernel's ephemeral range (or
  // be reserved there), or an outgoing connection may sit on a port of ours.
  std::uint16_t first_port = 20000;
  std::uint16_t last_port = 29999;
  std::chrono::seconds port_quarantine{5};  // late packets of the last call must not reach the next one
  bool realtime = true;                     // SCHED_FIFO where permitted
  int realtime_priority = 20;
  int pin_to_core = -1;  // all media threads onto this core; -1 = not pinned
};

struct LineOptions {
  std::string_view call;  // chooses the thread; any text that differs between calls
  std::chrono::milliseconds missing_after{2000};
  std::chrono::milliseconds timeout{30000};  // 0 = never
  float comfort_noise_dbfs = -100.0F;        // played when there is nothing to say; -100 = digital silence
  audio::JitterOptions jitter;
};

class Recorder;

class MediaPlane {
 public:
  static Result<std::unique_ptr<MediaPlane>> start(const PlaneOptions& options, const Clock& clock);
  virtual ~MediaPlane() = default;

  // ErrorCode::exhausted when no port or no place is free (answer 503).
  virtual Result<std::unique_ptr<Line>> open(const LineOptions& options) = 0;

  // Where lines that bring their own transport (socket_line.hpp) have their recordings written.
  virtual Recorder& recorder() = 0;

  // Whether the threads really got real-time priority (say so at start).
  virtual bool realtime() const = 0;
  virtual int lines() const = 0;
  // How late frames were sent against their slot, over all threads since start.
  virtual Lateness lateness() const = 0;
};

}  // namespace attendant::media
