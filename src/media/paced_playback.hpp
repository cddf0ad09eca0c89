// Playback a little ahead of time: frames are made and sent up to a lead before they are heard, and what was
// sent ahead is kept until its moment has come: then its events are told, and a stop knows what was heard.
//
// Pure but for the socket; used by one thread, the line's shard; time comes in as an argument.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "audio/frame.hpp"
#include "audio/resampler.hpp"
#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/spsc_queue.hpp"
#include "media/link.hpp"
#include "media/playback.hpp"
#include "media/sound_socket.hpp"

namespace attendant::media {

class PacedPlayback {
 public:
  // `to_wire` converts from kTelephoneRate. Socket and events outlive it.
  PacedPlayback(std::chrono::milliseconds lead, audio::Resampler to_wire, SoundSocket& socket,
                SpscQueue<LineEvent>& events);

  void play(UtteranceId utterance, audio::SamplesView samples, bool last);
  void duck(float level) { playback_.duck(level); }
  // Ends with the next make_cuts() what was handed over until now.
  void stop();

  // Time passes: tells the events of the frames that began to be heard before `end`. Returns the last of
  // these frames.
  std::optional<audio::Frame> hear_until(Instant end);
  // One Cut for every stop() since the last call. Everything before `now` must have been heard.
  void make_cuts(Instant now);
  // Sends what is to be heard until the lead's end.
  void send_ahead(Instant now);
  // An event of the line itself, among those of the playback; counted when the queue is full.
  void report(const LineEvent& event);

  std::uint64_t messages_sent() const { return messages_sent_; }
  std::uint64_t underruns() const { return playback_.underruns(); }
  std::uint64_t events_dropped() const { return events_dropped_ + playback_.events_dropped(); }

 private:
  // Of the utterance that a frame leaves playing: its samples before and after this frame.
  struct Stretch {
    UtteranceId utterance;
    std::int64_t from = 0;
    std::int64_t to = 0;
  };
  struct Ahead {
    audio::Frame samples;
    Instant at;  // when it begins to be heard
    std::optional<Stretch> stretch;
    std::vector<LineEvent> events;
  };
  struct PendingStop {
    Stop stop;
    std::int64_t handed_over = 0;
  };

  bool make_frame();
  std::vector<LineEvent> take_events();
  void send(audio::SamplesView samples);
  void end_sound();
  Cut cut_at(Instant now) const;
  bool whole_frame_waits() const;

  const std::chrono::milliseconds lead_;
  audio::Resampler to_wire_;
  SoundSocket& socket_;
  SpscQueue<LineEvent>& events_;
  std::uint64_t events_dropped_ = 0;
  std::uint64_t messages_sent_ = 0;

  HandOff<Chunk> chunks_;
  SpscQueue<LineEvent> made_{16};  // what the frame in hand brings
  Playback playback_{chunks_, made_};
  std::vector<PendingStop> stops_;
  std::uint64_t chunks_handed_over_ = 0;
  std::int64_t handed_over_ = 0;  // samples
  std::int64_t gone_ = 0;         // of these: played or discarded
  bool newest_complete_ = true;   // the newest utterance has all its samples

  std::deque<Ahead> ahead_;       // sent and not yet heard
  Instant next_at_{};             // when the next frame will be heard
  bool sounding_ = false;         // the far end was sent sound: the filter may hold the rest of it
  audio::Samples wire_;           // one frame at the wire rate
  std::optional<Stretch> heard_;  // of the frame that began to be heard last; empty when it ended there
  Instant heard_at_{};            // when that was
};

}  // namespace attendant::media
