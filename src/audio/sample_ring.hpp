// A window of samples addressed by extended (64-bit) timestamp, each known or missing. One thread; never
// allocates.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "audio/frame.hpp"

namespace attendant::audio {

class SampleRing {
 public:
  static constexpr std::int64_t kCapacity = 4096;  // 512 ms at 8 kHz

  // The window is [begin, begin + kCapacity).
  std::int64_t begin() const { return begin_; }
  // Moves the beginning forward; what falls out is forgotten.
  void advance_to(std::int64_t timestamp);
  // Forgets everything and begins here.
  void restart_at(std::int64_t timestamp);

  // Writes what lies inside the window; says how many samples were new.
  std::size_t write(std::int64_t timestamp, SamplesView samples);
  bool known(std::int64_t timestamp) const { return known_[index(timestamp)]; }
  std::int16_t at(std::int64_t timestamp) const { return samples_[index(timestamp)]; }
  // The first known sample of the window.
  std::optional<std::int64_t> first_known() const;

 private:
  static std::size_t index(std::int64_t timestamp) {
    return static_cast<std::size_t>(static_cast<std::uint64_t>(timestamp) % kCapacity);
  }

  std::int64_t begin_ = 0;
  std::array<std::int16_t, kCapacity> samples_{};
  std::bitset<kCapacity> known_;
};

}  // namespace attendant::audio
