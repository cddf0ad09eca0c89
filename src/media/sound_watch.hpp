// Watches whether the caller's sound arrives: one-way audio, and a call that is dead. Pure; time comes in as
// an argument; used by one thread; never allocates.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "media/line.hpp"

namespace attendant::media {

class SoundWatch {
 public:
  // A timeout of 0 is never reached.
  SoundWatch(std::chrono::milliseconds missing_after, std::chrono::milliseconds timeout)
      : missing_after_(missing_after), timeout_(timeout) {}

  // From now on sound is expected.
  void begin(Instant now);
  void heard(Instant at) { last_ = at; }
  // To be called every tick while sound is expected, until it has nothing more to tell: SoundMissing,
  // SoundBack, MediaTimedOut.
  std::optional<LineEvent> check(Instant now);

 private:
  const std::chrono::milliseconds missing_after_;
  const std::chrono::milliseconds timeout_;
  Instant last_{};
  bool missing_ = false;
  bool timed_out_ = false;
};

}  // namespace attendant::media
