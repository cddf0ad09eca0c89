// The WebSockets of one server, from the answer to their handshake to their end. Owned by the server; on its
// shard's thread only. close_all() before it goes.
#pragma once

#include <cstddef>
#include <functional>
#include <set>

#include "net/http.hpp"
#include "net/streams.hpp"
#include "net/web_socket.hpp"
#include "runtime/scope.hpp"
#include "runtime/shard.hpp"

namespace attendant::net {

class OpenSockets {
 public:
  OpenSockets(runtime::Shard& shard, const WebSocketLimits& limits,
              std::move_only_function<void(Error)> on_error);

  // Answers `request`, which came on `stream`, and serves the socket from then on.
  void add(PlainStream stream, HttpMessage request, SocketAcceptance accepted);
  void add(TlsStream stream, HttpMessage request, SocketAcceptance accepted);

  // Closes all with 1001 and returns when they have ended, within the limits' close_timeout. None may be
  // added any more.
  runtime::Task<void> close_all();

  std::size_t size() const { return open_.size(); }

 private:
  template <class Stream>
  void add_any(Stream stream, HttpMessage request, SocketAcceptance accepted);

  runtime::Shard& shard_;
  const WebSocketLimits limits_;
  runtime::Scope scope_;
  std::set<WebSocket*> open_;
};

}  // namespace attendant::net
