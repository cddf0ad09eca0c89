// What telephony asks of the media room: an RTP port for a leg. The media room owns sockets, pacing and
// audio; telephony only says where to send and in which direction. Called on the leg's shard.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/named.hpp"
#include "base/result.hpp"

namespace attendant::telephony {

using MediaPortId = Named<std::uint64_t, struct MediaPortIdTag>;

enum class Codec : std::uint8_t { pcmu, pcma };

struct MediaPort {
  MediaPortId id;
  std::uint16_t port = 0;  // even; RTCP on the next
};

struct MediaRemote {
  std::string ip;
  std::uint16_t port = 0;
  Codec codec = Codec::pcmu;
  std::uint8_t payload_type = 0;
  std::optional<std::uint8_t> telephone_event;  // payload type of RFC 4733 digits, if agreed
  std::chrono::milliseconds ptime{20};
  bool send = true;     // false while the far end holds us
  bool receive = true;  // false while we hold
  bool operator==(const MediaRemote&) const = default;
};

// Where the stream that we send stands: for the snapshot of a leg.
struct RtpPosition {
  std::uint32_t ssrc = 0;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
};

class MediaPorts {
 public:
  virtual ~MediaPorts() = default;
  virtual Result<MediaPort> open(const std::string& local_ip) = 0;  // exhausted: no port is free
  virtual Status set_remote(MediaPortId port, const MediaRemote& remote) = 0;
  virtual RtpPosition position(MediaPortId port) const = 0;
  virtual void close(MediaPortId port) = 0;
};

}  // namespace attendant::telephony
