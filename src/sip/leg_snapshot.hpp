// A live leg as a value: enough for another process to send a re-INVITE or a BYE that the far end accepts. It
// is journaled with every change. The endpoint fills the signalling part, the owner of the media the `rtp`
// part.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "sip/header_values.hpp"
#include "sip/offer_answer.hpp"
#include "sip/peer.hpp"

namespace attendant::sip {

struct RtpSnapshot {
  std::uint32_t ssrc = 0;
  std::uint16_t sequence = 0;   // of the next packet
  std::uint32_t timestamp = 0;  // of the next packet
  bool operator==(const RtpSnapshot&) const = default;
};

struct LegSnapshot {
  std::string call_id;
  std::string local_tag;
  std::string remote_tag;
  std::string local_address;   // From or To of ours, without the tag
  std::string remote_address;  // the far end's
  std::uint32_t local_cseq = 0;
  std::optional<std::uint32_t> remote_cseq;
  std::vector<std::string> route_set;
  std::string remote_target;  // URI
  std::string local_contact;  // URI
  bool we_called = false;
  Peer flow;  // where the far end's messages come from
  LocalMedia local_media;
  std::string local_sdp;
  std::string remote_sdp;
  std::uint64_t sdp_session_id = 0;
  std::uint64_t sdp_version = 0;
  std::chrono::seconds session_interval{0};  // 0: no session timer
  bool we_refresh = false;
  RtpSnapshot rtp;
};

boost::json::object to_json(const LegSnapshot& snapshot);
Result<LegSnapshot> leg_snapshot_from_json(const boost::json::value& value);

}  // namespace attendant::sip
