#include "call/line_ports.hpp"

#include <utility>

namespace attendant::call {
namespace {

media::Direction direction_of(const telephony::MediaRemote& remote) {
  if (remote.send) return remote.receive ? media::Direction::send_receive : media::Direction::send_only;
  return remote.receive ? media::Direction::receive_only : media::Direction::inactive;
}

}  // namespace

Result<telephony::MediaPort> LinePorts::open(const std::string&) {
  const telephony::MediaPortId id(++last_);
  const auto name = std::to_string(id.value());
  auto options = options_;
  options.call = name;
  TRY_ASSIGN(auto line, plane_.open(options));
  const telephony::MediaPort port{.id = id, .port = line->local().port};
  lines_.emplace(id, std::move(line));
  return port;
}

Status LinePorts::set_remote(telephony::MediaPortId port, const telephony::MediaRemote& remote) {
  auto* line = this->line(port);
  if (line == nullptr) return fail(ErrorCode::not_found, "the RTP port is closed");
  const auto ip = media::parse_ipv4(remote.ip);
  if (!ip) return fail(ErrorCode::unsupported, "\"" + remote.ip + "\" in the SDP is no IPv4 address");
  line->set_remote({.rtp = {.ip = *ip, .port = remote.port},
                    .codec = remote.codec == telephony::Codec::pcma ? media::Codec::pcma : media::Codec::pcmu,
                    .payload_type = remote.payload_type,
                    .telephone_event = remote.telephone_event,
                    .direction = direction_of(remote)});
  return {};
}

telephony::RtpPosition LinePorts::position(telephony::MediaPortId port) const {
  const auto* line = this->line(port);
  if (line == nullptr) return {};
  const auto sent = line->stats();
  return {.ssrc = sent.ssrc, .sequence = sent.next_sequence, .timestamp = sent.next_timestamp};
}

void LinePorts::close(telephony::MediaPortId port) {
  if (closing_) closing_(port);
  lines_.erase(port);
}

media::Line* LinePorts::line(telephony::MediaPortId port) const {
  const auto at = lines_.find(port);
  return at == lines_.end() ? nullptr : at->second.get();
}

}  // namespace attendant::call
