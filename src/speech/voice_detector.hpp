// Is there a voice in this window? One detector serves all calls: it is asked about many windows at once,
// because a batch of 16 costs a third of 16 single questions. Owned by the composition root; used by one
// hearing thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::speech {

inline constexpr std::size_t kVoiceWindowSamples = 256;  // 32 ms at 8 kHz

// What the detector remembers of one call between windows (about 1.2 KB). Belongs to the call.
struct VoiceTrack {
  std::array<float, 256> state{};
  std::array<float, 32> context{};  // the last samples of the window before, -1..1

  // The window is over, whether the detector saw it or not: its end is the context of the next.
  void pass(std::span<const std::int16_t, kVoiceWindowSamples> window);
};

struct VoiceWindow {
  VoiceTrack* track = nullptr;  // not two windows of one track in the same batch
  std::span<const std::int16_t, kVoiceWindowSamples> samples;
  float probability = 0.0F;  // out: 0..1 that this window holds a voice
};

class VoiceDetector {
 public:
  virtual ~VoiceDetector() = default;
  virtual Status detect(std::span<VoiceWindow> windows) = 0;
};

}  // namespace attendant::speech
