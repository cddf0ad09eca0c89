// The state that makes two UAs a pair (RFC 3261 section 12): a value, and the requests that can be made from
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"
#include "sip/peer.hpp"
#include "sip/uri.hpp"

namespace attendant::sip {

struct Dialog {
  std::string call_id;
  std::string local_tag;
  std::string remote_tag;
  NameAddr local;   // without tag
  NameAddr remote;  // without tag
  std::uint32_t local_cseq = 0;
  std::optional<std::uint32_t> remote_cseq;
  std::vector<std::string> route_set;  // in the order in which our requests carry it
  Uri remote_target;
};

// From an INVITE that we received; `local_tag` is ours.
Result<Dialog> dialog_from_request(const Message& request, const Essentials& essentials,
                                   std::string_view local_tag);
// Completes the dialog of an INVITE of ours with what its 1xx or 2xx says.
Status complete_dialog(Dialog& dialog, const Message& response, const std::string& remote_tag);
// The target of a Contact header with exactly one SIP or SIPS URI.
Result<Uri> contact_target(const Message& message);

// Request line, Route, Max-Forwards, From, To, Call-ID, CSeq. The caller adds Via, Contact and body.
Message make_request(const Dialog& dialog, Method method, std::uint32_t cseq);
// The URI whose address the next request goes to.
Uri next_hop(const Dialog& dialog);

// Copies what RFC 3261 section 8.2.6 says. `to_tag` is added when the request had none.
Message make_response(const Message& request, int status, std::string_view to_tag);

// RFC 3261 section 18.2.1 and RFC 3581: writes received and rport into the topmost Via.
void stamp_via(Message& request, Via via, const Peer& source);
Peer reply_destination(const Via& via, const Peer& source);

}  // namespace attendant::sip
