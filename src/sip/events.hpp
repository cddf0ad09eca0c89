// What an Endpoint tells its owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/named.hpp"
#include "sip/header_values.hpp"
#include "sip/offer_answer.hpp"
#include "sip/peer.hpp"

namespace attendant::sip {

using LegId = Named<std::uint64_t, struct LegIdTag>;  // unique within an Endpoint

// A new call: answer(), ring() or reject() it. `offers_media` is false when the far end leaves the offer to
// us.
struct IncomingCall {
  LegId leg;
  std::string call_id;
  NameAddr from;
  NameAddr to;
  Uri request_uri;
  std::string asserted_identity;  // P-Asserted-Identity as written, "" when absent; a hint, never a proof
  Peer source;
  bool offers_media = true;
};

// Our call rings; with early media the far end may already send.
struct Ringing {
  LegId leg;
  int status = 180;
  std::optional<NegotiatedMedia> early_media;
};

// Media is agreed and may flow: we sent our 200, or got one and sent ACK.
struct Answered {
  LegId leg;
  NegotiatedMedia media;
};

// The three-way handshake is complete.
struct Established {
  LegId leg;
};

// A re-INVITE or UPDATE of either side changed the session (hold, resume, another address).
struct MediaChanged {
  LegId leg;
  NegotiatedMedia media;
};

struct DtmfInfo {
  LegId leg;
  char digit = '0';  // 0-9 * # A-D
  std::chrono::milliseconds duration{0};
};

// Of a REFER that we sent. `status` is the last one known of the new call, or of the REFER itself when it was
// refused; 0 when the far end ended the subscription without saying.
struct ReferProgress {
  LegId leg;
  int status = 0;
  std::string reason;
  bool final = false;
  bool succeeded() const { return final && status >= 200 && status < 300; }
};

enum class EndCause : std::uint8_t {
  far_end_hung_up,
  we_hung_up,
  cancelled,  // before an answer, by whichever side called
  rejected,   // a final failure response, sent or received
  timed_out,  // nobody answered a request of ours
  no_ack,     // our 200 was never acknowledged
  session_expired,
  transport_failed,
};
std::string_view to_string(EndCause cause);

// The last event of a leg; its id is never used again.
struct Ended {
  LegId leg;
  EndCause cause = EndCause::far_end_hung_up;
  int status = 0;
  std::string reason;
};

using Event =
    std::variant<IncomingCall, Ringing, Answered, Established, MediaChanged, DtmfInfo, ReferProgress, Ended>;

struct Send {
  Peer to;
  std::string bytes;
};

using Output = std::variant<Send, Event>;

}  // namespace attendant::sip
