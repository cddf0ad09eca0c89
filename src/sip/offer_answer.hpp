// Offer and answer (RFC 3264) for one audio stream of G.711 with telephone events (RFC 4733). Pure functions
// over values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sip/sdp.hpp"

namespace attendant::sip {

enum class AudioCodec : std::uint8_t { pcmu, pcma };
std::string_view to_string(AudioCodec codec);  // the SDP name

// What this end has to say about its audio; the owner of the RTP socket fills it.
struct LocalMedia {
  std::string ip;  // as advertised
  std::uint16_t port = 0;
  std::vector<AudioCodec> codecs{AudioCodec::pcmu, AudioCodec::pcma};  // in order of preference
  std::uint8_t telephone_event = 101;                                  // payload type in our offers
  std::chrono::milliseconds ptime{20};
};

// What both ends agreed on.
struct NegotiatedMedia {
  std::string remote_ip;
  std::uint16_t remote_port = 0;
  AudioCodec codec = AudioCodec::pcmu;
  std::uint8_t payload_type = 0;
  std::optional<std::uint8_t> telephone_event;
  Direction direction = Direction::sendrecv;  // as seen from here: recvonly = we only listen
  std::chrono::milliseconds ptime{20};

  bool we_send() const { return direction == Direction::sendrecv || direction == Direction::sendonly; }
  bool we_receive() const { return direction == Direction::sendrecv || direction == Direction::recvonly; }
  bool operator==(const NegotiatedMedia&) const = default;
};

struct Origin {
  std::uint64_t session_id = 0;
  std::uint64_t version = 0;
};

SessionDescription make_offer(const LocalMedia& local, Direction direction, Origin origin);

struct Answer {
  SessionDescription description;
  NegotiatedMedia media;
};
// `wanted` is what we would like ourselves (sendonly or inactive while we hold). unsupported = answer 488.
Result<Answer> answer_offer(const SessionDescription& offer, const LocalMedia& local, Direction wanted,
                            Origin origin);

// unsupported = the answer takes nothing that we offered.
Result<NegotiatedMedia> accept_answer(const SessionDescription& offer, const SessionDescription& answer);

}  // namespace attendant::sip
