// The figures of one line: for the call's record, metrics and RTCP. A value.
#pragma once

#include <cstdint>

namespace attendant::media {

struct LineStats {
  // Where the stream that we send stands: enough to continue it elsewhere (RFC 3550 section 5.1).
  std::uint32_t ssrc = 0;
  std::uint16_t next_sequence = 0;
  std::uint32_t next_timestamp = 0;

  std::uint64_t sent = 0;      // RTP packets; of a socket line: messages
  std::uint64_t received = 0;  // likewise, accepted
  std::uint64_t lost = 0;      // by sequence number, RFC 3550 A.3
  float jitter_ms = 0.0F;      // interarrival jitter, RFC 3550 A.8
  float mos = 0.0F;            // E-model estimate of what we hear, 1 .. 4.5; 0 before the first packet
  float delay_ms = 0.0F;       // of the jitter buffer
  float round_trip_ms = 0.0F;  // from RTCP; 0 when the peer sends none
  float remote_loss = 0.0F;    // fraction of ours that the peer lost, from its last report
  std::uint64_t concealed_frames = 0;
  std::uint64_t late_packets = 0;
  std::uint64_t refused_packets = 0;  // malformed, an unknown payload type, too long a message
  std::uint64_t foreign_packets = 0;  // from a source that is not the peer's: ignored
  std::uint64_t underruns = 0;        // frames of an utterance that had no samples yet
  std::uint64_t frames_dropped = 0;   // the shard did not take the caller's sound in time
  std::uint64_t events_dropped = 0;   // the shard did not take the events in time
  std::uint64_t recording_dropped =
      0;  // frames the storage thread did not take in time (silence in their place)
};

}  // namespace attendant::media
