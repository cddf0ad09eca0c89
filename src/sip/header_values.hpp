// Typed values of the headers that the core acts on, parsed from their text (RFC 3261 section 20, RFC 4028,
// RFC 3515).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sip/message.hpp"
#include "sip/peer.hpp"
#include "sip/uri.hpp"

namespace attendant::sip {

// From, To, Contact, Route, Refer-To.
struct NameAddr {
  std::string display;  // without quotes and escapes
  Uri uri;
  std::vector<Parameter> parameters;

  std::string tag() const;  // "" when there is none
  void set_tag(std::string_view tag);
  bool operator==(const NameAddr&) const = default;
};
Result<NameAddr> parse_name_addr(std::string_view text, const Limits& limits = {});
std::string to_string(const NameAddr& value);

struct Via {
  std::string transport;  // upper case: UDP, TCP, TLS
  HostPort sent_by;
  std::vector<Parameter> parameters;

  std::string branch() const;
};
Result<Via> parse_via(std::string_view text, const Limits& limits = {});
std::string to_string(const Via& via);

struct CSeq {
  std::uint32_t number = 0;  // < 2^31
  std::string method;
};
Result<CSeq> parse_cseq(std::string_view text);

enum class Refresher : std::uint8_t { unset, uac, uas };
struct SessionExpires {
  std::chrono::seconds interval{0};
  Refresher refresher = Refresher::unset;
};
Result<SessionExpires> parse_session_expires(std::string_view text);
std::string to_string(const SessionExpires& value);

// Which reliable provisional response a PRACK acknowledges (RFC 3262 section 7.2): "776656 1 INVITE".
struct RAck {
  std::uint32_t rseq = 0;
  CSeq cseq;
};
Result<RAck> parse_rack(std::string_view text);

// "application/sdp;charset=x" -> "application/sdp", in lower case.
std::string media_type(std::string_view content_type);

// The headers without which a message means nothing to a UA, checked against each other.
struct Essentials {
  Via via;  // the topmost
  NameAddr from;
  NameAddr to;
  std::string call_id;
  CSeq cseq;
};
// A request's failure names the status to answer with (400, 416, 505 ...).
std::expected<Essentials, ParseError> essentials(const Message& message, const Limits& limits = {});

}  // namespace attendant::sip
