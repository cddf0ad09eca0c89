#include "sip/sdp.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

constexpr std::array<std::pair<Direction, std::string_view>, 4> kDirections{
    {{Direction::sendrecv, "sendrecv"},
     {Direction::sendonly, "sendonly"},
     {Direction::recvonly, "recvonly"},
     {Direction::inactive, "inactive"}}};

// RFC 3551 table 4, the audio types that still occur.
struct StaticType {
  std::uint8_t payload_type;
  std::string_view encoding;
};
constexpr std::array<StaticType, 6> kStaticTypes{
    {{0, "PCMU"}, {3, "GSM"}, {8, "PCMA"}, {9, "G722"}, {13, "CN"}, {18, "G729"}}};

std::unexpected<Error> bad(std::string_view what) { return fail(ErrorCode::invalid, std::string(what)); }

bool is_rtp(std::string_view protocol) { return protocol.find("RTP/") != std::string_view::npos; }

class Parser {
 public:
  explicit Parser(const Limits& limits) : limits_(limits) {}

  Status line(std::string_view text) {
    if (text.size() > limits_.sdp_line_bytes) return bad("the line is too long");
    if (text.size() < 2 || text[1] != '=') return bad("not of the form x=value");
    if (text.find('\0') != std::string_view::npos) return bad("a NUL character");
    const auto value = text.substr(2);
    if (!version_seen_) return version(text[0], value);
    switch (text[0]) {
      case 'o':
        return origin(value);
      case 'c':
        return connection(value);
      case 'm':
        return media(value);
      case 'a':
        return attribute(value);
      case 'v':
        return bad("a second v=");
      default:
        return {};  // s, i, u, e, p, b, t, r, z, k: nothing in them concerns one audio stream
    }
  }

  Result<SessionDescription> finish() {
    if (!version_seen_) return bad("SDP: empty");
    if (!origin_seen_) return bad("SDP: no o= line");
    return std::move(result_);
  }

 private:
  Status version(char type, std::string_view value) {
    if (type != 'v' || value != "0") return bad("does not begin with v=0");
    version_seen_ = true;
    return {};
  }

  Status origin(std::string_view value) {
    const auto parts = split_words(value);
    if (origin_seen_ || parts.size() != 6) return bad("o= is not one line of six parts");
    const auto id = parse_number(parts[1], UINT64_MAX);
    const auto version = parse_number(parts[2], UINT64_MAX);
    if (!id || !version) return bad("o= holds a number that is none");
    if (!is_address(parts[5])) return bad("o= holds no address");
    result_.origin_user = std::string(parts[0]);
    result_.session_id = *id;
    result_.session_version = *version;
    result_.origin_ip = std::string(parts[5]);
    origin_seen_ = true;
    return {};
  }

  Status connection(std::string_view value) {
    const auto parts = split_words(value);
    if (parts.size() != 3 || parts[0] != "IN" || (parts[1] != "IP4" && parts[1] != "IP6")) {
      return bad("c= is not IN IP4 or IN IP6");
    }
    const auto address = parts[2].substr(0, parts[2].find('/'));  // a multicast address carries its TTL
    if (!is_address(address)) return bad("c= holds no address");
    (result_.media.empty() ? result_.connection_ip : result_.media.back().connection_ip) =
        std::string(address);
    return {};
  }

  Status media(std::string_view value) {
    if (result_.media.size() >= limits_.sdp_media) return bad("too many m= lines");
    const auto parts = split_words(value);
    if (parts.size() < 4) return bad("m= has fewer than four parts");
    if (!is_token(parts[0]) || parts[2].size() > 64) return bad("m= holds a malformed part");
    const auto port = parse_number(parts[1].substr(0, parts[1].find('/')), 65535);
    if (!port) return bad("m= holds no port");
    MediaSection section;
    section.kind = std::string(parts[0]);
    section.port = static_cast<std::uint16_t>(*port);
    section.protocol = std::string(parts[2]);
    for (std::size_t i = 3; i < parts.size(); ++i) {
      section.tokens.emplace_back(parts[i]);
      if (!is_rtp(section.protocol)) continue;
      const auto type = parse_number(parts[i], 127);
      if (!type) return bad("m= holds a payload type that is none");
      section.formats.push_back(format_of(static_cast<std::uint8_t>(*type)));
    }
    result_.media.push_back(std::move(section));
    attributes_ = 0;
    return {};
  }

  static PayloadFormat format_of(std::uint8_t type) {
    for (const StaticType& known : kStaticTypes) {
      if (known.payload_type == type) return {type, std::string(known.encoding), 8000, ""};
    }
    return {type, "", 0, ""};
  }

  Status attribute(std::string_view value) {
    if (++attributes_ > limits_.sdp_attributes_per_media) return bad("too many a= lines");
    const auto colon = value.find(':');
    const auto name = value.substr(0, colon);
    const auto rest =
        colon == std::string_view::npos ? std::string_view() : trim_lws(value.substr(colon + 1));
    for (const auto& [direction, word] : kDirections) {
      if (word != name) continue;
      (result_.media.empty() ? result_.direction : result_.media.back().direction) = direction;
      return {};
    }
    if (result_.media.empty()) return {};
    MediaSection& section = result_.media.back();
    if (name == "rtpmap") return rtpmap(rest, section);
    if (name == "fmtp") return fmtp(rest, section);
    if (name == "ptime") {
      const auto ms = parse_number(rest.substr(0, rest.find('.')), 1000);
      if (!ms || *ms == 0) return bad("a=ptime is not a number of milliseconds");
      section.ptime = std::chrono::milliseconds(*ms);
    } else if (name == "rtcp") {
      const auto port = parse_number(rest.substr(0, rest.find(' ')), 65535);
      if (!port) return bad("a=rtcp holds no port");
      section.rtcp_port = static_cast<std::uint16_t>(*port);
    }
    return {};
  }

  static PayloadFormat* find_format(MediaSection& section, std::string_view type) {
    const auto number = parse_number(type, 127);
    if (!number) return nullptr;
    for (PayloadFormat& format : section.formats) {
      if (format.payload_type == *number) return &format;
    }
    return nullptr;
  }

  static Status rtpmap(std::string_view rest, MediaSection& section) {
    const auto parts = split_words(rest);
    if (parts.size() != 2) return is_rtp(section.protocol) ? bad("a=rtpmap is not of two parts") : Status();
    PayloadFormat* format = find_format(section, parts[0]);
    if (format == nullptr) return {};  // for a payload type that the m-line does not list
    const auto encoding = split(parts[1], '/');
    const auto rate = encoding.size() >= 2 ? parse_number(encoding[1], 1'000'000) : std::nullopt;
    if (!rate || !is_token(encoding[0])) return bad("a=rtpmap holds no encoding and rate");
    format->encoding = std::string(encoding[0]);
    format->clock_rate = static_cast<std::uint32_t>(*rate);
    return {};
  }

  static Status fmtp(std::string_view rest, MediaSection& section) {
    const auto space = rest.find(' ');
    PayloadFormat* format = find_format(section, rest.substr(0, space));
    if (format != nullptr && space != std::string_view::npos)
      format->fmtp = std::string(trim_lws(rest.substr(space)));
    return {};
  }

  static bool is_address(std::string_view text) { return is_ip_literal(text) || is_host(text); }

  Limits limits_;
  SessionDescription result_;
  bool version_seen_ = false;
  bool origin_seen_ = false;
  std::size_t attributes_ = 0;
};

std::string_view address_type(std::string_view ip) {
  return ip.find(':') == std::string_view::npos ? "IP4" : "IP6";
}

void append_media(std::string& text, const MediaSection& section) {
  text += fmt::format("m={} {} {} {}\r\n", section.kind, section.port, section.protocol,
                      fmt::join(section.tokens, " "));
  if (!section.connection_ip.empty()) {
    text += fmt::format("c=IN {} {}\r\n", address_type(section.connection_ip), section.connection_ip);
  }
  for (const PayloadFormat& format : section.formats) {
    if (!format.encoding.empty()) {
      text += fmt::format("a=rtpmap:{} {}/{}\r\n", format.payload_type, format.encoding, format.clock_rate);
    }
    if (!format.fmtp.empty()) text += fmt::format("a=fmtp:{} {}\r\n", format.payload_type, format.fmtp);
  }
  if (section.ptime) text += fmt::format("a=ptime:{}\r\n", section.ptime->count());
  if (section.rtcp_port) text += fmt::format("a=rtcp:{}\r\n", *section.rtcp_port);
  if (section.direction) text += fmt::format("a={}\r\n", to_string(*section.direction));
}

}  // namespace

std::string_view to_string(Direction direction) {
  for (const auto& [known, word] : kDirections) {
    if (known == direction) return word;
  }
  return "";
}

const std::string& SessionDescription::ip_of(const MediaSection& section) const {
  return section.connection_ip.empty() ? connection_ip : section.connection_ip;
}

Direction SessionDescription::direction_of(const MediaSection& section) const {
  const Direction stated = section.direction.value_or(direction.value_or(Direction::sendrecv));
  if (ip_of(section) != "0.0.0.0") return stated;
  const bool sends = stated == Direction::sendrecv || stated == Direction::sendonly;
  return sends ? Direction::sendonly : Direction::inactive;
}

Result<SessionDescription> parse_sdp(std::string_view text, const Limits& limits) {
  if (text.size() > limits.sdp_bytes) return bad("SDP: too long");
  Parser parser(limits);
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (Status status = parser.line(line); !status)
      return fail(status.error().in(fmt::format("SDP line {}", number)));
  }
  return parser.finish();
}

std::string to_string(const SessionDescription& description) {
  std::string text =
      fmt::format("v=0\r\no={} {} {} IN {} {}\r\ns=-\r\n", description.origin_user, description.session_id,
                  description.session_version, address_type(description.origin_ip), description.origin_ip);
  if (!description.connection_ip.empty()) {
    text += fmt::format("c=IN {} {}\r\n", address_type(description.connection_ip), description.connection_ip);
  }
  text += "t=0 0\r\n";
  if (description.direction) text += fmt::format("a={}\r\n", to_string(*description.direction));
  for (const MediaSection& section : description.media) append_media(text, section);
  return text;
}

}  // namespace attendant::sip
