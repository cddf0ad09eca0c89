// The sound of one call as its shard sees it: what we play, what the caller says, keys both ways, the
// recording.
//
// A Line belongs to one shard and is called from that thread only; no call blocks. Sound is 16-bit at 8 kHz.
// Behind it a media thread sends and receives a frame every 20 ms; what the shard asks for takes effect, in
// the order asked, with the next frame. Frames and events wait in bounded queues until the shard's 5-10 ms
// tick takes them. Destroying the Line ends the media (and finishes a recording). Every implementation (RTP,
// WebSocket legs, fakes) keeps this contract.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "audio/frame.hpp"
#include "audio/jitter_buffer.hpp"
#include "audio/recording_sink.hpp"
#include "audio/sketch.hpp"
#include "audio/telephone_event.hpp"
#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "media/endpoint.hpp"
#include "media/line_stats.hpp"

namespace attendant::media {

// RTP payload kinds that we speak; the payload type number comes from the SDP.
enum class Codec : std::uint8_t { pcmu, pcma };

// Our own side of RFC 3264: whether we send and whether we listen. While not sending, playback stands still
// (nothing is lost); while not receiving, arriving sound is ignored and the frames are silence.
enum class Direction : std::uint8_t { send_receive, send_only, receive_only, inactive };

// What offer/answer agreed on.
struct Remote {
  Endpoint rtp;                            // from the SDP; ip 0: nothing is sent
  std::optional<std::uint16_t> rtcp_port;  // a=rtcp; rtp.port + 1 when absent
  Codec codec = Codec::pcmu;
  std::uint8_t payload_type = 0;                // 0 PCMU, 8 PCMA
  std::optional<std::uint8_t> telephone_event;  // its payload type; without it no keys can be sent
  Direction direction = Direction::send_receive;
};

// 20 ms of the caller's sound, lost parts filled in. There is one per 20 ms without exception once a remote
// is set.
struct CallerFrame {
  audio::Frame samples;
  Instant captured{};  // when its first sample was on the wire (jitter removed)
  audio::Origin origin = audio::Origin::silence;
  // What we sent in the 20 ms before, so that the ear knows its own echo. All zero: silence, or a leg whose
  // far end cancels echo itself.
  audio::Sketch sent{};
};

// ---- what happened on the line
// ----------------------------------------------------------------------------------- Instants are the
// moments a packet was sent or received: on the wire.
struct UtteranceStarted {  // its first frame was sent
  UtteranceId utterance;
  Instant at;
};
struct UtteranceVoiced {  // its first voiced sample was sent (audio/level.hpp says what is voiced)
  UtteranceId utterance;
  Instant at;
};
struct UtteranceFinished {  // all of it was sent
  UtteranceId utterance;
  Instant at;
  std::int64_t samples = 0;
  std::optional<Instant> last_voiced;  // when its last voiced sample was sent
};
// stop() took effect: of this utterance so many samples were sent, everything queued behind it is gone.
// Utterance 0: nothing was playing. Exactly one Cut per stop().
struct Cut {
  UtteranceId utterance;
  std::int64_t samples_played = 0;
  Instant at;
};
struct KeyPressed {
  char key = '0';  // '0'-'9' '*' '#' 'A'-'D'; once per press, over whichever way it came
  Instant at;
};
struct CallerStirs {  // their sound rises out of quiet: a voice may follow, some 60 ms later in the frames
  Instant at;
};
struct SoundMissing {  // no packet for Options::missing_after while we should be receiving: one-way audio
  Instant at;
};
struct SoundBack {
  Instant at;
};
struct MediaTimedOut {  // no packet for Options::timeout: the call is dead
  Instant at;
};
using LineEvent = std::variant<UtteranceStarted, UtteranceVoiced, UtteranceFinished, Cut, KeyPressed,
                               CallerStirs, SoundMissing, SoundBack, MediaTimedOut>;

class Line {
 public:
  virtual ~Line() = default;

  // The port to put into the SDP (even; RTCP is the next one).
  virtual Endpoint local() const = 0;
  // After each offer/answer. Lets the guard learn the peer's real address anew.
  virtual void set_remote(const Remote& remote) = 0;

  // Appends to an utterance. Chunks may be of any length and come at any speed; nothing is ever dropped.
  // Utterances play one after the other in the order of their first chunk; `last` ends one (an empty last
  // chunk is allowed).
  virtual void play(UtteranceId utterance, audio::SamplesView samples, bool last) = 0;
  // Ends playback with the next frame and discards everything queued: a Cut follows.
  virtual void stop() = 0;
  // Plays on at a fraction of the level (0 .. 1), reached within one frame; resume() goes back to 1.
  virtual void duck(float level) = 0;
  virtual void resume() { duck(1.0F); }
  // Queues keys to send (RFC 4733), at most 32; invalid when not a key, unsupported when the peer takes none.
  virtual Status send_keys(std::string_view keys) = 0;
  // A key that arrived by SIP INFO: comes back as KeyPressed unless it is the copy of one from RTP.
  virtual void key_from_signalling(char key) = 0;

  // The next frame of the caller's sound; false when none is waiting.
  virtual bool next_frame(CallerFrame& out) = 0;
  virtual std::optional<LineEvent> next_event() = 0;

  // Records both sides from the next frame on, caller left, agent right. `finished` is called once, on the
  // storage thread: after stop_recording, at the end of the line, or when the sink failed (the call goes on).
  using RecordingFinished = std::function<void(Result<audio::RecordingSummary>)>;
  virtual void start_recording(std::unique_ptr<audio::RecordingSink> sink, RecordingFinished finished) = 0;
  virtual void pause_recording() = 0;  // silence is kept until resume_recording
  virtual void resume_recording() = 0;
  virtual void stop_recording() = 0;

  // A copy that the media thread refreshes about once a second.
  virtual LineStats stats() const = 0;
};

}  // namespace attendant::media
