// The units of sound: 16-bit mono samples at a rate, cut into 20 ms frames. Values; any thread.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attendant::audio {

// Samples a second.
class SampleRate {
 public:
  constexpr explicit SampleRate(int hertz) : hertz_(hertz) {}
  constexpr int hertz() const { return hertz_; }
  constexpr auto operator<=>(const SampleRate&) const = default;

  constexpr std::int64_t samples_in(std::chrono::milliseconds time) const {
    return hertz_ * time.count() / 1000;
  }
  constexpr std::chrono::nanoseconds duration_of(std::int64_t samples) const {
    return std::chrono::nanoseconds(samples * 1'000'000'000 / hertz_);
  }

 private:
  int hertz_;
};

inline constexpr SampleRate kTelephoneRate{8000};  // G.711, and the clock of its RTP timestamps
inline constexpr SampleRate kSpeechRate{16000};    // what recognisers and voice detectors want

using SamplesView = std::span<const std::int16_t>;
using Samples = std::vector<std::int16_t>;

inline constexpr std::chrono::milliseconds kFrameTime{20};
inline constexpr std::size_t kFrameSamples = 160;  // of one frame at kTelephoneRate
using Frame = std::array<std::int16_t, kFrameSamples>;

}  // namespace attendant::audio
