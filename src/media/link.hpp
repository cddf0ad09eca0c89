// Everything that passes between a line's shard and its media thread, and nothing else is shared. Each queue
// has one producer and one consumer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <variant>

#include "audio/frame.hpp"
#include "base/named.hpp"
#include "base/pooled_queue.hpp"
#include "base/spsc_queue.hpp"
#include "media/hand_off.hpp"
#include "media/latest.hpp"
#include "media/line.hpp"
#include "media/recording_tap.hpp"

namespace attendant::media {

struct Chunk {
  UtteranceId utterance;
  audio::Samples samples;
  bool last = false;
};

struct Stop {
  std::uint64_t chunks = 0;  // how many had been handed over: those are discarded
};
struct Duck {
  float level = 1.0F;
};
struct SendKey {
  char key = '0';
};
struct SignalledKey {
  char key = '0';
};
struct Record {
  std::shared_ptr<RecordingTap> tap;  // freed by the shard, like everything in a HandOff
};
struct PauseRecord {
  bool paused = false;
};
struct StopRecord {};
struct Close {};
using Control =
    std::variant<Close, Remote, Stop, Duck, SendKey, SignalledKey, Record, PauseRecord, StopRecord>;

// Where the sound of all lines of a plane waits. Outlives their links and taps.
struct WaitingSound {
  static constexpr std::size_t kFrames = 32;  // of a line: 640 ms until the shard must have looked

  explicit WaitingSound(std::size_t lines) : frames(lines * kFrames), ticks(lines * RecordingTap::kTicks) {}

  BlockPool<CallerFrame> frames;
  BlockPool<RecordedTick> ticks;
};

struct Link {
  static constexpr std::size_t kEvents = 64;

  explicit Link(WaitingSound& sound) : waiting(sound), frames(sound.frames, WaitingSound::kFrames) {}

  WaitingSound& waiting;
  // shard -> media
  HandOff<Chunk> chunks;
  HandOff<Control> controls;
  // media -> shard
  PooledQueue<CallerFrame> frames;
  SpscQueue<LineEvent> events{kEvents};
  Latest<LineStats> stats;
};

}  // namespace attendant::media
