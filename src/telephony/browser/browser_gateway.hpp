// Calls from the talk page: checks who comes in (link, origin, cap), makes a leg of each connection, and
// shows each page what happens in its call. Lives on the shard of its calls, whose HTTP listener serves its
// routes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "media/line.hpp"
#include "media/socket_line.hpp"
#include "net/http.hpp"
#include "runtime/loop.hpp"
#include "telephony/admission.hpp"
#include "telephony/browser/browser_call.hpp"
#include "telephony/browser/link_book.hpp"
#include "telephony/leg.hpp"

namespace attendant::telephony::browser {

struct BrowserOptions {
  // Pages of which origins may call ("https://desk.example.com"), besides the server's own.
  std::vector<std::string> origins;
  std::chrono::milliseconds link_lifetime{std::chrono::minutes(15)};
  int calls_per_link = 1;
  media::SocketLineOptions line;
};

class BrowserGateway {
 public:
  // All that is passed by reference outlives the gateway.
  BrowserGateway(runtime::Loop& loop, const Clock& clock, BrowserOptions options,
                 const security::LinkSigner& signer, media::Recorder& recorder, Admission& admission,
                 CallTaker& taker);
  ~BrowserGateway();
  BrowserGateway(const BrowserGateway&) = delete;
  BrowserGateway& operator=(const BrowserGateway&) = delete;

  // GET /talk/call, the WebSocket. The gateway outlives the router's use.
  void add_routes(net::Router& router);

  std::string new_link() const { return links_.new_link(clock_.wall()); }

  media::Line* line(MediaPortId port) const;  // null when it is none of ours
  // Told before a line goes away, so that its call lets go of it.
  void on_closing(std::function<void(MediaPortId)> closing) { closing_ = std::move(closing); }
  bool has_page(const CallId& call) const { return named_.contains(call); }
  // To the page of this call, if it is one of ours.
  void show(const CallId& call, const boost::json::object& message);

 private:
  net::SocketAnswer answer(const net::Request& request);
  bool is_known_origin(const net::Request& request) const;
  void connected(const std::shared_ptr<BrowserCall>& call, MediaPortId port, Admission::Place place);

  runtime::Loop& loop_;
  const Clock& clock_;
  BrowserOptions options_;
  LinkBook links_;
  media::Recorder& recorder_;
  Admission& admission_;
  CallTaker& taker_;
  std::function<void(MediaPortId)> closing_;
  std::uint64_t last_port_;
  std::map<MediaPortId, std::shared_ptr<BrowserCall>> calls_;
  std::map<CallId, MediaPortId> named_;
  std::shared_ptr<BrowserGateway*> alive_;
};

}  // namespace attendant::telephony::browser
