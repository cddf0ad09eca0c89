// Is what we hear only what we say? On lines without an echo canceller our own voice comes back, later and
// quieter: at the far end's hybrid or out of a loudspeaker. The guard looks for the sound that we sent in the
// sound that came, over all delays that a telephone network has, and so keeps our echo from counting as the
// caller's voice. One per call, one thread.
//
// It works at a quarter of the telephone rate, where the strong part of a voice is, and costs about 100 us
// for a window of 32 ms; nothing while we are silent. What was sent is remembered (4 KB) only from the first
// sound of ours until its last echo could have come back.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "audio/frame.hpp"
#include "audio/sketch.hpp"

namespace attendant::speech {

class EchoGuard {
 public:
  // What was sent, frame by frame, no later than what came in the same time.
  void sent(const audio::Sketch& frame);
  // The next window that came: whether there is nothing in it but our echo.
  bool is_echo(audio::SamplesView window);
  // The next window came and held no voice: only remembers it.
  void pass(audio::SamplesView window);

 private:
  static constexpr std::size_t kStretch = 256;      // 128 ms are compared
  static constexpr std::size_t kLongestLag = 1200;  // 600 ms
  static constexpr std::size_t kHistory = 2048;     // of what was sent, with what has not come yet

  struct Match {
    std::size_t lag = 0;
    float likeness = 0.0F;  // 0..1
  };
  using Line = std::array<float, kLongestLag + kStretch>;
  using History = std::array<std::int16_t, kHistory>;  // a ring

  void remember(std::int16_t difference);
  Line sent_so_far() const;
  bool may_come_back() const;
  Match best_match(const Line& line, float energy) const;
  bool weigh(const Match& match, const Line& line, float energy);

  // Of both sides the difference from sample to sample is kept: without the low notes that all voices share.
  std::int16_t last_sent_ = 0;
  float last_came_ = 0.0F;
  std::unique_ptr<History> sent_;  // null: silence
  std::size_t sent_count_ = 0;
  std::array<float, kStretch> came_{};  // the last, oldest first; finer than 16 bit: an echo is quiet
  std::size_t came_count_ = 0;
  std::size_t loud_until_ = 0;       // of sent_: behind it we were silent
  std::optional<std::size_t> path_;  // the lag of the echo, once it was found
  float passed_ = 0.0F;              // the part of our energy that comes back there
  std::size_t candidate_ = 0;        // the lag found last
  int times_ = 0;                    // in a row
};

}  // namespace attendant::speech
