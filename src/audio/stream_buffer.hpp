// The adaptive buffer of sound that comes complete and in order, but unevenly: the messages of a WebSocket.
// Messages of any length go in as they arrive, 20 ms of sound come out per tick.
//
// The sibling of JitterBuffer for streams without timestamps and without loss. What stands for a timestamp is
// how much sound came before; what is late is only late, so it is waited for and never left out. The delay
// follows the measured unevenness (97th percentile over about ten seconds) within Options, and is changed in
// quiet frames. A pause of the sender (a muted microphone) is told from a stall by what follows: a stall is
// caught up in a burst, and then the surplus is worked off in the pauses of speech, after a second also by
// leaving out single pitch periods; above max_backlog the oldest sound is dropped.
//
// Owned by its line, used by one thread; time comes in as an argument. It allocates until it has seen its
// fullest moment, at most max_backlog.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "audio/concealment.hpp"
#include "audio/delay_estimator.hpp"
#include "audio/frame.hpp"
#include "audio/jitter_buffer.hpp"
#include "base/clock.hpp"

namespace attendant::audio {

struct StreamBufferOptions {
  std::chrono::milliseconds min_delay{30};      // one frame and a little
  std::chrono::milliseconds max_delay{300};     // later than this is not unevenness, but a pause or a stall
  std::chrono::milliseconds max_backlog{1500};  // of sound that waits after a stall
};

struct StreamBufferStats {
  std::uint64_t played = 0;                     // frames of received sound
  std::uint64_t concealed = 0;                  // frames with made-up sound in them
  std::uint64_t silent = 0;                     // frames given out while nothing was to be played
  std::uint64_t pauses = 0;                     // times that the sender had nothing to send, or stalled
  std::uint64_t dropped = 0;                    // samples above max_backlog
  std::uint64_t stretched = 0, compressed = 0;  // frames made longer and shorter to change the delay
};

class StreamBuffer {
 public:
  explicit StreamBuffer(StreamBufferOptions options = {});

  // The next sound of the stream, at kTelephoneRate, as much as came.
  void push(SamplesView samples, Instant arrival);
  // The next 20 ms, to be called every 20 ms. `captured` is when the frame would have arrived without
  // unevenness and in a message of its own.
  Pulled pull(Instant now, Frame& out);
  // A new stream begins.
  void reset();

  // How long sound waits by intention; how late the latest 3 % of it come, against the fastest.
  std::chrono::milliseconds target_delay() const;
  std::chrono::milliseconds unevenness() const;
  const StreamBufferStats& stats() const { return stats_; }

 private:
  static constexpr int kConcealedFrames = 3;  // after 60 ms what is made up has faded to silence

  std::size_t waiting() const { return sound_.size() - taken_; }
  SamplesView front(std::size_t count) const { return SamplesView(sound_).subspan(taken_, count); }
  void drop(std::size_t count);
  void note_arrival(Instant arrival);
  std::int64_t target() const;
  bool resume(std::int64_t now) const;
  Pulled starve(Instant now, Frame& out);
  Pulled play(Instant now, Frame& out);
  bool shorten(Frame& out);
  std::optional<std::size_t> part_to_leave_out() const;

  StreamBufferOptions options_;
  DelayEstimator delay_;
  Concealment concealment_;
  StreamBufferStats stats_;
  Samples sound_;
  std::size_t taken_ = 0;   // of sound_: played already
  std::int64_t begin_ = 0;  // the stream's time, in samples: of the next sample to play,
  std::int64_t noted_ = 0;  // and up to where arrivals were noted, frame by frame
  bool starved_ = true;     // nothing to play: waiting for the first sound, or for the next after a gap
  int starved_frames_ = kConcealedFrames;
  int surplus_frames_ = 0;  // for so many frames there has been far too much
  Duration behind_{};       // how long after its capture the last frame was played
};

}  // namespace attendant::audio
