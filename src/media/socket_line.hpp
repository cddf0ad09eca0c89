// A Line whose sound comes and goes as messages of a WebSocket (a browser, a provider's media stream) instead
// of RTP. It has no media thread: all of it lives on its shard, whose 5-10 ms tick drives it.
//
// What differs from RTP, within the contract of line.hpp:
// - Sound is sent ahead of the moment it is heard, by `send_lead` at most, so that a late tick is not heard;
//   after a later one the far end has run dry, and the playback clock starts anew at that moment. Instants of
//   events are those of the playback clock: when the far end can hear the sound, if it plays at once what
//   comes first and the rest without a gap. Events are told when that moment has come, not before.
// - stop(), and with it the Cut, takes effect at the next tick(); one made directly after stop() makes it
//   take effect at once. Then the far end is told to drop what it has not played. The Cut's samples_played
//   are what the caller can have heard: the samples of the utterance up to the end of the frame that is being
//   heard at that moment, less the part of this frame that is still to come. What was sent ahead is not in
//   it, and an utterance that was only sent ahead has never started. (The network's delay is the same for
//   the sound and for the order to drop it: it cancels out.)
// - duck() and resume() are heard after the lead.
// - There is no offer/answer: frames come from the first tick() on. Of a Remote only the direction counts.
// - Keys come by signalling only; they cannot be sent.
//
// Owned by its leg, which calls receive() and tick(); the socket and the recorder outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "audio/frame.hpp"
#include "audio/resampler.hpp"
#include "audio/stream_buffer.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/spsc_queue.hpp"
#include "media/line.hpp"
#include "media/onset_watch.hpp"
#include "media/paced_playback.hpp"
#include "media/recorder.hpp"
#include "media/sound_socket.hpp"
#include "media/sound_watch.hpp"
#include "media/tap_writer.hpp"

namespace attendant::media {

struct SocketLineOptions {
  audio::SampleRate rate{16000};  // of the messages, both ways: 8 to 48 kHz
  // At least 40, and 20 more than what the far end wants to hold before it begins to play: then it begins at
  // once, as the playback clock assumes.
  std::chrono::milliseconds send_lead{60};
  std::chrono::milliseconds missing_after{2000};
  std::chrono::milliseconds timeout{30000};  // 0 = never
  audio::StreamBufferOptions buffer;         // of the caller's sound
};

class SocketLine final : public Line {
 public:
  // ErrorCode::invalid when the rate or the lead is out of range.
  static Result<std::unique_ptr<SocketLine>> create(const SocketLineOptions& options, SoundSocket& socket,
                                                    Recorder& recorder);
  ~SocketLine() override;
  SocketLine(const SocketLine&) = delete;
  SocketLine& operator=(const SocketLine&) = delete;

  // The caller's sound as it came, at the wire rate: one message, up to a second. A longer one is refused and
  // counted.
  void receive(audio::SamplesView samples, Instant at);
  // Every 5-10 ms: sends what is due, brings the frames and events up to `now`.
  void tick(Instant now);

  Endpoint local() const override { return {}; }  // no port
  void set_remote(const Remote& remote) override;
  void play(UtteranceId utterance, audio::SamplesView samples, bool last) override;
  void stop() override;
  void duck(float level) override;
  Status send_keys(std::string_view keys) override;
  void key_from_signalling(char key) override;
  bool next_frame(CallerFrame& out) override { return frames_.pop(out); }
  std::optional<LineEvent> next_event() override;
  void start_recording(std::unique_ptr<audio::RecordingSink> sink, RecordingFinished finished) override;
  void pause_recording() override;
  void resume_recording() override;
  void stop_recording() override;
  LineStats stats() const override;

 private:
  static constexpr std::size_t kFrames = 32;  // 640 ms until the shard must have looked
  static constexpr std::size_t kEvents = 64;

  SocketLine(const SocketLineOptions& options, audio::Resampler incoming, audio::Resampler outgoing,
             SoundSocket& socket, Recorder& recorder);

  bool sends() const;
  bool listens() const;
  void begin_slot(Instant at);
  void hear_until(Instant end);
  void supervise(Instant now);

  const audio::SampleRate rate_;
  Recorder& recorder_;
  Direction direction_ = Direction::send_receive;
  SpscQueue<LineEvent> events_{kEvents};
  std::optional<Instant> next_slot_;  // when the next frame of the caller's sound is due
  std::string keys_;                  // signalled since the last tick

  // the caller's sound
  audio::Resampler incoming_;
  audio::Samples received_sound_;  // one message at kTelephoneRate
  audio::StreamBuffer buffer_;
  SpscQueue<CallerFrame> frames_{kFrames};
  SoundWatch watch_;
  OnsetWatch onsets_;
  bool watching_ = false;
  std::uint64_t received_ = 0;
  std::uint64_t refused_ = 0;  // messages that were too long
  std::uint64_t frames_dropped_ = 0;

  // ours
  PacedPlayback playback_;
  audio::Frame heard_{};  // what began to be heard since the last slot began; silence when nothing did

  TapWriter tap_;
};

}  // namespace attendant::media
