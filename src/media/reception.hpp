// What is measured about a received RTP stream (RFC 3550 appendix A) and how it sounds (E-model, ITU-T G.107,
// with the figures of G.113 for G.711 with concealment). Owned by its line; media thread; never allocates.
#pragma once

#include <cstdint>

#include "base/clock.hpp"

namespace attendant::media {

class Reception {
 public:
  void observe(std::uint16_t sequence, std::uint32_t timestamp, Instant arrival);

  std::uint64_t received() const { return received_; }
  std::uint64_t expected() const { return started_ ? highest() - first_ + 1 : 0; }
  // Late duplicates can make more arrive than was expected: then nothing is lost.
  std::uint64_t lost() const { return expected() > received_ ? expected() - received_ : 0; }
  std::uint32_t jitter() const { return static_cast<std::uint32_t>(jitter_); }  // timestamp units
  std::uint32_t highest_sequence() const { return static_cast<std::uint32_t>(highest()); }
  // Lost since the last call, in 1/256 of what was expected since then (A.3).
  std::uint8_t take_fraction_lost();

 private:
  std::uint64_t highest() const { return cycles_ + highest_; }

  bool started_ = false;
  std::uint64_t first_ = 0;
  std::uint64_t cycles_ = 0;
  std::uint16_t highest_ = 0;
  std::uint64_t received_ = 0;
  std::uint64_t expected_before_ = 0;
  std::uint64_t received_before_ = 0;
  std::int64_t transit_ = 0;
  double jitter_ = 0.0;
};

// Mean opinion score, 1 .. 4.5, from the fraction of frames that were lost or late and the mouth-to-ear
// delay.
float estimate_mos(double loss, double delay_ms);

}  // namespace attendant::media
