// The playback clock: turns queued utterances into 20 ms frames and knows, of every frame, which samples of
// which utterance it carries. Used by one thread, in an RTP line the media thread; time comes in as an
// argument; never allocates.
#pragma once

#include <cstdint>
#include <optional>

#include "audio/frame.hpp"
#include "base/clock.hpp"
#include "base/named.hpp"
#include "media/link.hpp"

namespace attendant::media {

class Playback {
 public:
  // Both outlive it.
  Playback(HandOff<Chunk>& chunks, SpscQueue<LineEvent>& events) : chunks_(chunks), events_(events) {}

  // An utterance, and how many of its samples were filled into frames.
  struct Position {
    UtteranceId utterance;
    std::int64_t samples = 0;
  };

  // Fills the frame that will be sent at `at`; silence where nothing is to be played. False when all of it is
  // silence because nothing is queued.
  bool fill(audio::Frame& out, Instant at);
  // Ends playback and reports the Cut.
  void stop(const Stop& stop, Instant at);
  void duck(float level) { wanted_level_ = level; }
  // The far end heard silence of late: the next frame need not lead on from the last one.
  void continue_from_silence() { last_sample_ = 0; }

  // Where it is; empty between utterances.
  std::optional<Position> position() const;
  // Filled into frames so far, over all utterances.
  std::int64_t samples_played() const { return samples_played_; }
  std::uint64_t underruns() const { return underruns_; }
  std::uint64_t events_dropped() const { return events_dropped_; }
  // An event for the shard; counted when the queue is full.
  void report(const LineEvent& event);

 private:
  struct Utterance {
    UtteranceId id;
    std::uint64_t first_chunk = 0;
    std::int64_t played = 0;
    bool voiced = false;
    std::optional<Instant> last_voiced;
  };

  std::size_t take(std::span<std::int16_t> out, Instant at);
  void begin(const Chunk& chunk, Instant at);
  void finish(Instant at);
  void note_voice(audio::SamplesView samples, Instant at);
  void apply_level(audio::Frame& frame);

  HandOff<Chunk>& chunks_;
  SpscQueue<LineEvent>& events_;
  bool playing_ = false;  // current_ has begun and not ended
  Utterance current_;
  std::int64_t samples_played_ = 0;
  std::uint64_t chunks_done_ = 0;
  std::size_t offset_ = 0;        // into the front chunk
  std::int16_t last_sample_ = 0;  // where the wave was when it stopped: it is led to zero, without a click
  std::size_t fade_in_ = 0;       // samples still to fade in after an underrun
  float level_ = 1.0F;
  float wanted_level_ = 1.0F;
  std::uint64_t underruns_ = 0;
  std::uint64_t events_dropped_ = 0;
};

}  // namespace attendant::media
