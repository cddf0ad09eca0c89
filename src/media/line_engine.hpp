// The media side of one RTP line: packets in, one packet out per 20 ms tick, everything in between. Without
// sockets, threads or a clock of its own, so that tests drive it with bytes and a fake time. Used by one
// thread; never allocates, locks or logs after construction.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "audio/jitter_buffer.hpp"
#include "audio/telephone_event.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "media/link.hpp"
#include "media/media_plane.hpp"
#include "media/onset_watch.hpp"
#include "media/playback.hpp"
#include "media/reception.hpp"
#include "media/rtcp.hpp"
#include "media/rtp_packet.hpp"
#include "media/sound_watch.hpp"
#include "media/source_guard.hpp"
#include "media/tap_writer.hpp"

namespace attendant::media {

// Where a stream of ours begins: random, so that nobody can guess it (RFC 3550 5.1).
struct StreamStart {
  std::uint32_t ssrc = 0;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
};

// What one tick wants sent. Sizes are 0 when there is nothing.
struct Outgoing {
  std::array<std::uint8_t, kRtpHeaderBytes + audio::kFrameSamples> rtp;
  std::size_t rtp_size = 0;
  Endpoint rtp_to;
  std::array<std::uint8_t, kLargestReport> rtcp;
  std::size_t rtcp_size = 0;
  Endpoint rtcp_to;
};

class LineEngine {
 public:
  LineEngine(const LineOptions& options, StreamStart start, Link& link);

  void on_rtp(BytesView packet, const Endpoint& source, Instant now);
  void on_rtcp(BytesView packet, const Endpoint& source, Instant now);
  // Every 20 ms. Takes what the shard asked for, then plays, sends, records and hands over one frame.
  void on_tick(Instant now, Outgoing& out);
  // The shard has let go of the line: on_tick need not be called again.
  bool closed() const { return closed_; }
  // Ends what depends on the engine; called once before it is destroyed.
  void close();

 private:
  void take_controls(Instant now);
  void apply(const Remote& remote, Instant now);
  void receive_key(std::optional<char> key, audio::KeyWay way, Instant now);
  void supervise(Instant now);
  CallerFrame next_caller_frame(Instant now);
  void next_agent_frame(audio::Frame& frame, Instant now);
  void fill_idle(audio::Frame& frame);
  void build_rtp(const audio::Frame& frame, Outgoing& out);
  void build_rtcp(Instant now, Outgoing& out);
  void publish_stats();
  bool sends() const;
  bool listens() const;

  const float comfort_amplitude_;
  Link& link_;
  Remote remote_;
  bool agreed_ = false;  // remote_ holds what offer/answer agreed on
  bool closed_ = false;

  // sending
  Playback playback_;
  audio::KeySender key_sender_;
  std::uint32_t ssrc_;
  std::uint16_t sequence_;
  std::uint32_t timestamp_;
  bool marker_ = true;  // the next packet begins a stretch of sound
  std::uint64_t octets_ = 0;
  std::uint32_t noise_ = 1;
  audio::Sketch sent_{};  // with the last tick

  // receiving
  SourceGuard guard_;
  audio::JitterBuffer jitter_;
  Reception reception_;
  audio::KeyReceiver key_receiver_;
  audio::KeyFilter key_filter_;
  std::optional<std::uint32_t> peer_ssrc_;
  SoundWatch watch_;
  OnsetWatch onsets_;

  // reports
  std::uint32_t ticks_ = 0;
  std::optional<std::uint32_t> sender_report_;  // of the peer's last SR
  Instant sender_report_at_{};
  LineStats stats_;

  TapWriter tap_;
};

}  // namespace attendant::media
