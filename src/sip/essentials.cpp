// The checks that make a well-formed message a usable one (RFC 3261 section 8.1.1 and 8.2).
#include <utility>

#include "base/text.hpp"
#include "sip/grammar.hpp"
#include "sip/header_values.hpp"

namespace attendant::sip {
namespace {

std::unexpected<ParseError> refuse(int status, std::string reason) {
  return std::unexpected(ParseError{status, std::move(reason), std::nullopt});
}

std::optional<ParseError> check_request_uri(const Message& message, const Limits& limits) {
  const auto uri = parse_uri(message.request_uri, limits);
  if (!uri) return ParseError{400, "Request-" + uri.error().message, std::nullopt};
  if (uri->scheme == Scheme::other) return ParseError{416, "Request-URI: neither sip nor tel", std::nullopt};
  if (!uri->headers.empty()) return ParseError{400, "Request-URI: must not hold headers", std::nullopt};
  return std::nullopt;
}

std::optional<ParseError> check_counts(const Message& message) {
  for (std::string_view name : {"From", "To", "Call-ID", "CSeq"}) {
    if (message.headers.count(name) != 1) {
      return ParseError{400, std::string(name) + ": exactly one is needed", std::nullopt};
    }
  }
  for (std::string_view name : {"Max-Forwards", "Content-Type", "Session-Expires", "Min-SE"}) {
    if (message.headers.count(name) > 1) {
      return ParseError{400, std::string(name) + ": at most one is allowed", std::nullopt};
    }
  }
  const std::string* hops = message.headers.find("Max-Forwards");
  if (hops != nullptr && !parse_number(*hops, 255)) {
    return ParseError{400, "Max-Forwards: not a number from 0 to 255", std::nullopt};
  }
  return std::nullopt;
}

bool is_call_id(std::string_view text) {
  return !text.empty() && text.size() <= 256 && !has_space_or_control(text);
}

}  // namespace

std::expected<Essentials, ParseError> essentials(const Message& message, const Limits& limits) {
  if (auto fault = check_counts(message)) return std::unexpected(std::move(*fault));
  const auto vias = message.headers.list("Via");
  if (vias.empty()) return refuse(400, "Via: at least one is needed");
  auto via = parse_via(vias.front(), limits);
  if (!via) return refuse(400, via.error().message);
  // The cookie alone would make every such request the same transaction.
  if (via->branch() == "z9hG4bK") return refuse(400, "Via: the branch is empty");
  if (message.is_request) {
    if (auto fault = check_request_uri(message, limits)) return std::unexpected(std::move(*fault));
  }
  auto from = parse_name_addr(*message.headers.find("From"), limits);
  if (!from) return refuse(400, "From: " + from.error().message);
  auto to = parse_name_addr(*message.headers.find("To"), limits);
  if (!to) return refuse(400, "To: " + to.error().message);
  const std::string& call_id = *message.headers.find("Call-ID");
  if (!is_call_id(call_id)) return refuse(400, "Call-ID: empty, too long or with white space");
  auto cseq = parse_cseq(*message.headers.find("CSeq"));
  if (!cseq) return refuse(400, cseq.error().message);
  if (message.is_request && cseq->method != message.method_name) {
    return refuse(400, "CSeq: its method is not the request's");
  }
  return Essentials{std::move(*via), std::move(*from), std::move(*to), call_id, std::move(*cseq)};
}

}  // namespace attendant::sip
