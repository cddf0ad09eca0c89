#include "sip/body.hpp"

#include <utility>

#include "base/text.hpp"
#include "sip/grammar.hpp"
#include "sip/header_values.hpp"

namespace attendant::sip {
namespace {

std::unexpected<ParseError> refuse(int status, std::string reason) {
  return std::unexpected(ParseError{status, std::move(reason), std::nullopt});
}

std::string boundary_of(std::string_view content_type) {
  for (std::string_view part : split(content_type, ';')) {
    part = trim_lws(part);
    if (part.size() < 9 || !equals_ignoring_case(part.substr(0, 9), "boundary=")) continue;
    part.remove_prefix(9);
    if (part.size() >= 2 && part.front() == '"' && part.back() == '"') part = part.substr(1, part.size() - 2);
    return std::string(part);
  }
  return {};
}

bool part_is_sdp(std::string_view head) {
  for (std::string_view line : split(head, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto name = trim_lws(line.substr(0, colon));
    if (!equals_ignoring_case(name, "Content-Type") && !equals_ignoring_case(name, "c")) continue;
    return media_type(trim_lws(line.substr(colon + 1))) == "application/sdp";
  }
  return false;
}

// The body of the first SDP part; the parts before it are looked at once, so the work is linear.
std::optional<std::string_view> sdp_part(std::string_view body, std::string_view boundary) {
  const std::string delimiter = "--" + std::string(boundary);
  auto at = body.find(delimiter);
  while (at != std::string_view::npos) {
    const auto begin = at + delimiter.size();
    const auto end = body.find(delimiter, begin);
    if (end == std::string_view::npos) return std::nullopt;
    const auto part = body.substr(begin, end - begin);
    const auto gap = part.find("\r\n\r\n");
    if (gap != std::string_view::npos && part_is_sdp(part.substr(0, gap))) return part.substr(gap + 4);
    at = end;
  }
  return std::nullopt;
}

std::optional<char> digit_of(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789*#ABCD";
  if (text == "10") return '*';  // some gateways send the event's number
  if (text == "11") return '#';
  if (text.size() != 1) return std::nullopt;
  const char upper = text[0] >= 'a' && text[0] <= 'd' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
  if (kDigits.find(upper) == std::string_view::npos) return std::nullopt;
  return upper;
}

constexpr std::chrono::milliseconds kUnstatedDuration{250};

}  // namespace

std::expected<std::optional<SessionDescription>, ParseError> session_of(const Message& message,
                                                                        const Limits& limits) {
  if (message.body.empty()) return std::nullopt;
  const std::string* encoding = message.headers.find("Content-Encoding");
  if (encoding != nullptr && !equals_ignoring_case(*encoding, "identity"))
    return refuse(415, "an encoded body");
  const std::string* content_type = message.headers.find("Content-Type");
  const std::string type = content_type != nullptr ? media_type(*content_type) : "";
  std::string_view text = message.body;
  if (type.starts_with("multipart/")) {
    const std::string boundary = boundary_of(*content_type);
    const auto part = boundary.empty() ? std::nullopt : sdp_part(text, boundary);
    if (!part) return refuse(415, "a multipart body without a session description");
    text = *part;
  } else if (type != "application/sdp") {
    return refuse(415, "the body is no session description");
  }
  auto description = parse_sdp(text, limits);
  if (!description) return refuse(400, description.error().message);
  return std::move(*description);
}

Result<DtmfPress> parse_dtmf_relay(std::string_view body) {
  DtmfPress press{'\0', kUnstatedDuration};
  for (std::string_view line : split(body, '\n')) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = trim_lws(line.substr(0, equals));
    const auto value = trim_lws(line.substr(equals + 1));
    if (equals_ignoring_case(name, "Signal")) {
      press.digit = digit_of(value).value_or('\0');
    } else if (equals_ignoring_case(name, "Duration")) {
      press.duration =
          std::chrono::milliseconds(parse_number(value, 60'000).value_or(kUnstatedDuration.count()));
    }
  }
  if (press.digit == '\0') return fail(ErrorCode::invalid, "dtmf-relay: no Signal that is a digit");
  return press;
}

Result<DtmfPress> parse_dtmf(std::string_view body) {
  const auto digit = digit_of(trim_lws(body));
  if (!digit) return fail(ErrorCode::invalid, "dtmf: not one digit");
  return DtmfPress{*digit, kUnstatedDuration};
}

Result<StatusFragment> parse_status_fragment(std::string_view body) {
  const auto line = trim_lws(body.substr(0, body.find('\n')));
  if (line.size() < 11 || !equals_ignoring_case(line.substr(0, 8), "SIP/2.0 ")) {
    return fail(ErrorCode::invalid, "sipfrag: does not begin with a status line");
  }
  const auto status = parse_number(line.substr(8, 3), 699);
  if (!status || *status < 100) return fail(ErrorCode::invalid, "sipfrag: not a status");
  return StatusFragment{static_cast<int>(*status), std::string(trim_lws(line.substr(11)))};
}

}  // namespace attendant::sip
