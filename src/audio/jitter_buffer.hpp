// The adaptive jitter buffer of one received stream: packets go in as they arrive, 20 ms of sound come out
// per tick.
//
// It is a ring of samples by RTP timestamp (RFC 3550), so any packet length, reordering, duplicates and wraps
// need no cases of their own. That asks for a codec without state between packets, as G.711 is. The delay
// follows the measured jitter (97th percentile over about ten seconds) within Options; it is changed where it
// cannot be heard: by leaving out or stretching quiet frames, by waiting in gaps. A stall that is caught up
// in a burst loses nothing up to max_delay: the surplus is worked off in the pauses of speech. Clock drift is
// the same case.
//
// Owned by its line, used by one media thread; never allocates after construction; time comes in as an
// argument.
#pragma once

#include <chrono>
#include <cstdint>

#include "audio/concealment.hpp"
#include "audio/delay_estimator.hpp"
#include "audio/frame.hpp"
#include "audio/sample_ring.hpp"
#include "base/clock.hpp"

namespace attendant::audio {

struct JitterOptions {
  std::chrono::milliseconds min_delay{10};   // half a frame: when it is due falls between two ticks
  std::chrono::milliseconds max_delay{300};  // less than the ring holds (512 ms)
};

struct JitterStats {
  std::uint64_t played = 0;     // frames of received sound
  std::uint64_t concealed = 0;  // frames with made-up sound in them
  std::uint64_t silent = 0;     // frames given out while nothing was to be played
  std::uint64_t late = 0;       // packets that came after their time
  std::uint64_t duplicates = 0;
  std::uint64_t overflowed = 0;                 // samples dropped because max_delay was reached
  std::uint64_t stretched = 0, compressed = 0;  // frames inserted and left out to change the delay
  std::uint64_t resets = 0;                     // the sender's timestamps jumped
};

// What a frame that came out consists of.
enum class Origin : std::uint8_t { received, concealed, silence };

struct Pulled {
  Origin origin = Origin::silence;
  Instant captured{};  // when the frame's first sample would have arrived without jitter
};

class JitterBuffer {
 public:
  explicit JitterBuffer(JitterOptions options = {});

  // One packet's decoded sound. More than 120 ms is refused (false), like a packet that is late or known.
  bool insert(std::uint16_t sequence, std::uint32_t timestamp, SamplesView samples, Instant arrival);
  // The sender announced silence (comfort noise, RFC 3389): the gap that follows is not a loss.
  void announce_silence();
  // The next 20 ms, to be called every 20 ms.
  Pulled pull(Instant now, Frame& out);
  // A new stream begins (new SSRC, re-INVITE).
  void reset();

  std::chrono::milliseconds target_delay() const;
  const JitterStats& stats() const { return stats_; }

 private:
  void begin_at(std::uint32_t timestamp, std::uint16_t sequence);
  std::int64_t extend(std::uint32_t timestamp) const;
  bool seen_before(std::uint16_t sequence) const;
  void note_newest(std::uint16_t sequence, std::int64_t timestamp, std::int64_t samples);
  void make_room(std::int64_t end);

  std::int64_t target() const;
  bool resume(std::int64_t now);
  Pulled starve(Instant now, Frame& out);
  Pulled play(Instant now, Frame& out);
  bool compress(Frame& out);
  Origin copy_out(Frame& out);

  JitterOptions options_;
  SampleRing ring_;  // begins at the next sample to play
  DelayEstimator delay_;
  Concealment concealment_;
  JitterStats stats_;
  bool started_ = false;  // a packet was seen
  bool starved_ = true;   // nothing to play: waiting for the first packet, or for the next after a gap
  int starved_frames_ = 0;
  bool announced_ = false;   // the sender announced silence
  int strangers_ = 0;        // packets in a row whose timestamps do not fit
  std::int64_t newest_ = 0;  // extended timestamp of the newest packet
  std::int64_t newest_end_ = 0;
  std::uint16_t newest_sequence_ = 0;
  std::uint64_t seen_ = 0;  // bit i: the packet newest_sequence_ - i came
  std::int64_t packet_ = static_cast<std::int64_t>(kFrameSamples);  // length of the peer's packets
  Duration behind_{};  // how long after its capture the last frame was played
};

}  // namespace attendant::audio
