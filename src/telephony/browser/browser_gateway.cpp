#include "telephony/browser/browser_gateway.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "telephony/browser/browser_leg.hpp"

namespace attendant::telephony::browser {
namespace {

constexpr std::string_view kSubprotocol = "attendant.talk.1";

// Ports of RTP lines count from 1; ours are told apart by the top bit.
constexpr std::uint64_t kPortsFrom = std::uint64_t{1} << 63;

// Close codes of the subprotocol: a page cannot see why the upgrade itself was refused.
constexpr std::uint16_t kLinkRefused = 4001;
constexpr std::uint16_t kServerFull = 1013;

// Accepts a connection only to say why it is refused.
class Refusal final : public net::SocketEvents {
 public:
  Refusal(std::uint16_t code, std::string reason) : code_(code), reason_(std::move(reason)) {}
  void on_open(std::shared_ptr<net::WebSocket> socket) override { socket->close(code_, reason_); }
  void on_text(std::string_view) override {}
  void on_binary(std::span<const std::byte>) override {}
  void on_closed(std::uint16_t) override {}

 private:
  std::uint16_t code_;
  std::string reason_;
};

net::SocketAcceptance refuse(std::uint16_t code, std::string reason) {
  return {std::make_shared<Refusal>(code, std::move(reason)), std::string(kSubprotocol)};
}

std::string_view header(const net::Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : std::string_view(found->second);
}

bool offers_subprotocol(const net::Request& request) {
  return std::ranges::any_of(split(header(request, "sec-websocket-protocol"), ','),
                             [](std::string_view offered) { return trim(offered) == kSubprotocol; });
}

}  // namespace

BrowserGateway::BrowserGateway(runtime::Loop& loop, const Clock& clock, BrowserOptions options,
                               const security::LinkSigner& signer, media::Recorder& recorder,
                               Admission& admission, CallTaker& taker)
    : loop_(loop),
      clock_(clock),
      options_(std::move(options)),
      links_(signer, options_.link_lifetime, options_.calls_per_link, clock.wall()),
      recorder_(recorder),
      admission_(admission),
      taker_(taker),
      last_port_(kPortsFrom),
      alive_(std::make_shared<BrowserGateway*>(this)) {}

BrowserGateway::~BrowserGateway() = default;

void BrowserGateway::add_routes(net::Router& router) {
  router.add_socket("/talk/call", [this](const net::Request& request) { return answer(request); });
}

media::Line* BrowserGateway::line(MediaPortId port) const {
  const auto found = calls_.find(port);
  return found == calls_.end() ? nullptr : found->second->line();
}

void BrowserGateway::show(const CallId& call, const boost::json::object& message) {
  const auto port = named_.find(call);
  if (port == named_.end()) return;
  if (const auto found = calls_.find(port->second); found != calls_.end()) found->second->show(message);
}

// A browser says truthfully which page opens a connection: another site's page has no business here.
bool BrowserGateway::is_known_origin(const net::Request& request) const {
  const auto origin = header(request, "origin");
  const auto host = header(request, "host");
  if (origin.empty()) return false;
  if (origin == "https://" + std::string(host) || origin == "http://" + std::string(host)) return true;
  return std::ranges::find(options_.origins, origin) != options_.origins.end();
}

net::SocketAnswer BrowserGateway::answer(const net::Request& request) {
  if (!offers_subprotocol(request))
    return net::Response::problem(400, "Unknown subprotocol", "this socket speaks attendant.talk.1");
  if (!is_known_origin(request)) return net::Response::problem(403, "Origin refused");
  auto place = admission_.admit();
  if (!place) return refuse(kServerFull, "all lines are busy");
  const auto link = request.query.find("link");
  const auto redeemed = links_.redeem(link == request.query.end() ? "" : link->second, clock_.wall());
  if (!redeemed) return refuse(kLinkRefused, redeemed.error().message);
  auto call = std::make_shared<BrowserCall>(loop_);
  if (const auto made = call->make_line(options_.line, recorder_); !made)
    return net::Response::problem(500, "No line");
  const MediaPortId port(++last_port_);
  auto kept = std::make_shared<Admission::Place>(*std::move(place));
  call->listen({.opened =
                    [weak = std::weak_ptr(alive_), call = std::weak_ptr(call), port, kept] {
                      const auto gateway = weak.lock();
                      const auto opened = call.lock();
                      if (gateway && opened) (*gateway)->connected(opened, port, std::move(*kept));
                    },
                .closed = nullptr,
                .hang_up_asked = nullptr});
  return net::SocketAcceptance{std::move(call), std::string(kSubprotocol)};
}

void BrowserGateway::connected(const std::shared_ptr<BrowserCall>& call, MediaPortId port,
                               Admission::Place place) {
  calls_[port] = call;
  const auto named = [this, port](const CallId& id) { named_[id] = port; };
  const auto gone = [weak = std::weak_ptr(alive_), this](MediaPortId closing) {
    if (weak.expired()) return;
    if (closing_) closing_(closing);
    std::erase_if(named_, [closing](const auto& entry) { return entry.second == closing; });
    calls_.erase(closing);
  };
  taker_.take(std::make_unique<BrowserLeg>(loop_, call, port, Party{.trunk = "browser"}, std::move(place),
                                           gone, named));
}

}  // namespace attendant::telephony::browser
