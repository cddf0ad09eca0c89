#include "telephony/sip/gateway_core.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <sys/random.h>

#include "telephony/sip/sip_leg.hpp"

namespace attendant::telephony::sip_gateway {
namespace {

namespace asio = boost::asio;

std::uint64_t secure_random() {
  std::uint64_t value = 0;
  CHECK(getrandom(&value, sizeof value, 0) == static_cast<ssize_t>(sizeof value));
  return value;
}

// SIP writes IPv6 addresses in brackets.
std::string host_text(const std::string& ip) {
  return ip.find(':') == std::string::npos ? ip : "[" + ip + "]";
}

sip::LegId leg_of(const sip::Event& event) {
  return std::visit([](const auto& one) { return one.leg; }, event);
}

Result<sip::Peer> destination_of(const sip::Uri& uri) {
  std::string host = uri.host == "localhost" ? "127.0.0.1" : uri.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  if (!parse_ip(host)) {
    return fail(ErrorCode::invalid,
                fmt::format("'{}' is not an address: name the far end by its IP address", uri.host));
  }
  const sip::Parameter* transport = sip::find_parameter(uri.parameters, "transport");
  const bool tcp = transport != nullptr && transport->value == "tcp";
  return sip::Peer{tcp ? sip::Transport::tcp : sip::Transport::udp, host,
                   uri.port != 0 ? uri.port : std::uint16_t{5060}};
}

}  // namespace

GatewayCore::GatewayCore(asio::io_context& io, const Clock& clock, SipOptions options, Trunks trunks,
                         MediaPorts& media, Admission& admission, CallTaker& taker)
    : io_(io),
      clock_(clock),
      options_(std::move(options)),
      trunks_(std::move(trunks)),
      media_(media),
      admission_(admission),
      taker_(taker),
      timer_(io) {}

bool GatewayCore::admits(const asio::ip::address& address) const {
  IpBytes ip{};
  if (address.is_v6()) {
    const auto bytes = address.to_v6().to_bytes();
    std::copy(bytes.begin(), bytes.end(), ip.begin());
  } else {
    ip[10] = 0xff;
    ip[11] = 0xff;
    const auto bytes = address.to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), ip.begin() + 12);
  }
  return trunks_.find(ip) != nullptr;
}

Status GatewayCore::open() {
  const auto admits = [this](const asio::ip::address& address) { return this->admits(address); };
  const auto on_message = [this](std::string_view bytes, const sip::Peer& from) { received(bytes, from); };
  if (options_.udp) {
    TRY_ASSIGN(udp_, UdpTransport::open(io_, options_.listen_ip, options_.udp_port,
                                        options_.limits.message_bytes, admits, on_message));
  }
  if (options_.tcp) {
    const auto on_failure = [this](const sip::Peer& to) {
      asio::post(io_, [weak = weak_from_this(), to] {
        const auto core = weak.lock();
        if (!core || core->closed_) return;
        core->endpoint_->transport_failed(to, core->clock_.now());
        core->pump();
      });
    };
    TRY_ASSIGN(tcp_, TcpTransport::open(io_, options_.listen_ip, options_.tcp_port, options_.limits,
                                        options_.max_tcp_connections, {admits, on_message, on_failure}));
  }
  sip::Options core;
  core.limits = options_.limits;
  core.udp_contact = {host_text(advertised_ip()), udp_port()};
  core.tcp_contact = {host_text(advertised_ip()), tcp_port()};
  core.max_calls = admission_.max_calls();
  core.retry_after = admission_.retry_after();
  core.session_interval = options_.session_interval;
  core.min_session_interval = options_.min_session_interval;
  core.allows_destination = [this](const std::string& ip) { return trunks_.find(ip) != nullptr; };
  core.credentials = [this](const std::string& ip) -> std::optional<sip::Credentials> {
    const TrunkLogin* login = trunks_.login(ip);
    if (login == nullptr) return std::nullopt;
    return sip::Credentials{login->username, login->password};
  };
  core.random = secure_random;
  endpoint_ = std::make_unique<sip::Endpoint>(std::move(core));
  return {};
}

void GatewayCore::close() {
  if (closed_) return;
  for (const auto& [id, leg] : std::unordered_map(legs_))
    (void)endpoint_->hang_up(sip::LegId(id), clock_.now());
  pump();
  closed_ = true;
  timer_.cancel();
  if (udp_) udp_->close();
  if (tcp_) tcp_->close();
}

sip::LocalMedia GatewayCore::local_media(const MediaPort& port) const {
  return {.ip = options_.external_ip.empty() ? media_ip() : options_.external_ip, .port = port.port};
}

Result<sip::LegSnapshot> GatewayCore::snapshot(sip::LegId leg) const { return endpoint_->snapshot(leg); }

GatewayCounters GatewayCore::counters() const {
  return {udp_ ? udp_->strangers() : 0, tcp_ ? tcp_->strangers() : 0};
}

Result<std::unique_ptr<Leg>> GatewayCore::call(const OutgoingCall& call) {
  TRY_ASSIGN(auto target, sip::parse_uri(call.target));
  TRY_ASSIGN(const auto destination, destination_of(target));
  const std::string* trunk = trunks_.find(destination.ip);
  if (trunk == nullptr) {
    return fail(ErrorCode::refused,
                fmt::format("{} is no trunk's address: calls go to trunks only", destination.ip));
  }
  auto place = admission_.admit();
  if (!place) return fail(ErrorCode::exhausted, "the cap on calls is reached");
  TRY_ASSIGN(const auto port, open_port());
  sip::Invitation invitation;
  invitation.destination = destination;
  invitation.target = target;
  invitation.from.uri.user = call.from_number.empty() ? "anonymous" : call.from_number;
  invitation.from.uri.host = host_text(advertised_ip());
  invitation.media = local_media(port);
  const auto leg = endpoint_->invite(invitation, clock_.now());
  if (!leg) {
    media_.close(port.id);
    return fail(leg.error());
  }
  Party party{call.from_number, "", target.user, *trunk, ""};
  auto made = std::make_unique<SipLeg>(weak_from_this(), *leg, std::move(party), std::move(*place), port);
  legs_.emplace(leg->value(), made.get());
  pump_soon();
  return made;
}

Result<std::unique_ptr<Leg>> GatewayCore::restore(const boost::json::object& json) {
  TRY_ASSIGN(auto snapshot, sip::leg_snapshot_from_json(json));
  const std::string* trunk = trunks_.find(snapshot.flow.ip);
  if (trunk == nullptr) return fail(ErrorCode::refused, "the leg's far end is no trunk's address");
  auto place = admission_.admit();
  if (!place) return fail(ErrorCode::exhausted, "the cap on calls is reached");
  TRY_ASSIGN(const auto port, open_port());
  snapshot.local_media = local_media(port);
  const auto leg = endpoint_->restore(snapshot, clock_.now());
  if (!leg) {
    media_.close(port.id);
    return fail(leg.error());
  }
  Party party{"", "", "", *trunk, snapshot.call_id};
  auto made = std::make_unique<SipLeg>(weak_from_this(), *leg, std::move(party), std::move(*place), port);
  legs_.emplace(leg->value(), made.get());
  pump_soon();
  return made;
}

Status GatewayCore::command(const std::function<Status(sip::Endpoint&, Instant)>& run) {
  if (closed_) return fail(ErrorCode::cancelled, "the SIP gateway is closed");
  Status status = run(*endpoint_, clock_.now());
  pump_soon();
  return status;
}

void GatewayCore::received(std::string_view bytes, const sip::Peer& source) {
  endpoint_->handle(bytes, source, clock_.now());
  pump();
}

void GatewayCore::pump_soon() {
  if (std::exchange(pump_posted_, true)) return;
  asio::post(io_, [weak = weak_from_this()] {
    const auto core = weak.lock();
    if (!core) return;
    core->pump_posted_ = false;
    if (!core->closed_) core->pump();
  });
}

void GatewayCore::pump() {
  if (std::exchange(pumping_, true)) return;  // what is caused meanwhile is taken by the loop below
  const auto self = shared_from_this();       // an event may close the gateway
  for (auto outputs = endpoint_->take_outputs(); !outputs.empty(); outputs = endpoint_->take_outputs()) {
    for (const sip::Output& output : outputs) {
      if (const auto* one = std::get_if<sip::Send>(&output)) {
        send(*one);
      } else {
        dispatch(std::get<sip::Event>(output));
      }
    }
  }
  pumping_ = false;
  arm_timer();
}

void GatewayCore::arm_timer() {
  const auto next = endpoint_->next_timer();
  if (!next || closed_) return;
  timer_.expires_after(std::max(Duration(0), *next - clock_.now()));
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto core = weak.lock();
    if (error || !core || core->closed_) return;
    core->endpoint_->tick(core->clock_.now());
    core->pump();
  });
}

void GatewayCore::send(const sip::Send& send) {
  if (send.to.transport == sip::Transport::udp) {
    if (udp_) udp_->send(send.to, send.bytes);
  } else if (tcp_) {
    tcp_->send(send.to, send.bytes);
  }
}

void GatewayCore::dispatch(const sip::Event& event) {
  if (const auto* incoming = std::get_if<sip::IncomingCall>(&event)) return take_call(*incoming);
  const auto found = legs_.find(leg_of(event).value());
  if (found == legs_.end()) return;
  SipLeg& leg = *found->second;
  if (std::holds_alternative<sip::Ended>(event)) legs_.erase(found);  // its owner may destroy it now
  leg.handle(event);
}

void GatewayCore::take_call(const sip::IncomingCall& call) {
  auto place = admission_.admit();
  if (!place) {
    (void)endpoint_->reject(call.leg, 503, clock_.now(), admission_.retry_after());
    return;
  }
  const std::string* trunk = trunks_.find(call.source.ip);
  Party party{.caller_number = call.from.uri.user == "anonymous" ? "" : sip::unescape(call.from.uri.user),
              .caller_name = call.from.display,
              .called_number = sip::unescape(call.request_uri.user),
              .trunk = trunk != nullptr ? *trunk : "",
              .protocol_id = call.call_id};
  auto leg =
      std::make_unique<SipLeg>(weak_from_this(), call.leg, std::move(party), std::move(*place), std::nullopt);
  legs_.emplace(call.leg.value(), leg.get());
  taker_.take(std::move(leg));
}

}  // namespace attendant::telephony::sip_gateway
