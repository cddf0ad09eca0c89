#include "app/talk_door.hpp"

#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "app/places.hpp"
#include "app/talk_link.hpp"
#include "net/development_certificate.hpp"
#include "net/http_server.hpp"
#include "telephony/browser/browser_gateway.hpp"
#include "telephony/browser/talk_page.hpp"

namespace attendant::app {

using telephony::browser::BrowserGateway;

struct TalkDoor::Parts {
  config::Talk settings;
  BrowserGateway gateway;
  net::Router router;
  std::unique_ptr<net::HttpServer> http;
};

namespace {

// What the page holds back before it plays, and one frame: with less lead it would run dry at every start.
constexpr std::chrono::milliseconds kLead{80};
constexpr std::size_t kPagesBeside = 64;  // connections that load the page while others talk

Result<net::TlsFiles> certificate(const config::Talk& settings, const std::filesystem::path& directory,
                                  WallTime now) {
  if (!settings.certificate_file.empty()) return net::TlsFiles{settings.certificate_file, settings.key_file};
  const net::DevelopmentCertificate wanted{.certificate = directory / "talk-development.crt",
                                           .key = directory / "talk-development.key",
                                           .names = {"localhost", "127.0.0.1", "::1", settings.listen.host}};
  TRY_ASSIGN([[maybe_unused]] const auto step, net::ensure_development_certificate(wanted, now));
  return net::TlsFiles{wanted.certificate.string(), wanted.key.string()};
}

}  // namespace

TalkDoor::TalkDoor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TalkDoor::~TalkDoor() = default;

Result<std::unique_ptr<TalkDoor>> TalkDoor::make(const config::Talk& settings,
                                                 const std::filesystem::path& directory, const Needs& needs) {
  TRY_ASSIGN(const auto tls, certificate(settings, directory, needs.clock.wall()));
  telephony::browser::BrowserOptions options{.origins = settings.origins,
                                             .link_lifetime = settings.link_lifetime,
                                             .calls_per_link = settings.calls_per_link,
                                             .line = {.send_lead = kLead}};
  std::unique_ptr<Parts> parts(new Parts{
      .settings = settings,
      .gateway = BrowserGateway(needs.calls, needs.clock, std::move(options), talk_link_signer(needs.keys),
                                needs.recorder, needs.admission, needs.desk),
      .router = {},
      .http = nullptr});
  TRY(telephony::browser::serve_talk_page(parts->router, web_folder() / "talk"));
  parts->gateway.add_routes(parts->router);
  net::HttpServer::Options listener{.address = settings.listen.host, .port = settings.listen.port};
  listener.max_connections = needs.admission.max_calls() + kPagesBeside;
  listener.tls = tls;
  parts->http = std::make_unique<net::HttpServer>(needs.calls, std::move(listener), parts->router, needs.log);
  return std::unique_ptr<TalkDoor>(new TalkDoor(std::move(parts)));
}

Status TalkDoor::open() {
  if (const auto started = parts_->http->start(); !started) return fail(started.error().in("talk.listen"));
  return {};
}

void TalkDoor::close() { parts_->http->stop(); }

std::string TalkDoor::new_link() const {
  return talk_page_url(parts_->settings, parts_->http->port()) + parts_->gateway.new_link();
}

media::Line* TalkDoor::line(telephony::MediaPortId port) const { return parts_->gateway.line(port); }

void TalkDoor::on_closing(std::function<void(telephony::MediaPortId)> closing) {
  parts_->gateway.on_closing(std::move(closing));
}

// What a page is told: no arguments of tools, for they hold what the records say of others, and of a problem
// only that there was one.
void TalkDoor::show(const LiveLine& line) {
  if (line.kind == "line" || !parts_->gateway.has_page(line.call)) return;
  if (line.kind == "problem")
    return parts_->gateway.show(
        line.call,
        {{"type", "problem"}, {"message", "Something went wrong at our end. You can go on talking."}});
  boost::json::object message{{"type", line.kind}};
  if (line.kind == "call") message["call"] = line.call.value();
  for (const auto& member : line.members)
    if (member.key() != "arguments" && member.key() != "from") message[member.key()] = member.value();
  parts_->gateway.show(line.call, message);
}

}  // namespace attendant::app
