// WebSockets (RFC 6455) as a client: speech-to-speech services, transcription, media of providers. An
// interface, so that rooms can be tested without a network; the one of this machine is in
// asio_web_socket_client.hpp. Everything happens on the client's shard; nothing here blocks.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/allowed_hosts.hpp"
#include "net/http_client.hpp"
#include "net/web_socket.hpp"

namespace attendant::net {

struct SocketRequest {
  std::string url;  // "wss://host:port/path?query"; ws and wss only
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string> subprotocols;              // offered; the server must choose none or one of them
  Instant deadline{};                                 // until it is open
  std::shared_ptr<const AllowedHosts> allowed_hosts;  // null: it may go anywhere
};

class WebSocketClient {
 public:
  virtual ~WebSocketClient() = default;

  // `events` hear on_open when the server has accepted; else `failed` hears why it did not, once, in a later
  // job, and `events` nothing: refused (401, 403), not_found (404), exhausted (429), unavailable, timed_out.
  // Destroying the Exchange ends the connection at once, open or not, and nothing more is heard of it; a
  // polite end is WebSocket::close().
  virtual std::unique_ptr<Exchange> connect(SocketRequest request, std::shared_ptr<SocketEvents> events,
                                            std::function<void(Error)> failed) = 0;
};

}  // namespace attendant::net
