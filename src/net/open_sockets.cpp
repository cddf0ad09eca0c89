#include "net/open_sockets.hpp"

#include <utility>

#include "net/web_socket_connection.hpp"

namespace attendant::net {

OpenSockets::OpenSockets(runtime::Shard& shard, const WebSocketLimits& limits,
                         std::move_only_function<void(Error)> on_error)
    : shard_(shard), limits_(limits), scope_(shard.context(), std::move(on_error)) {}

template <class Stream>
void OpenSockets::add_any(Stream stream, HttpMessage request, SocketAcceptance accepted) {
  boost::beast::get_lowest_layer(stream).expires_never();
  const auto connection = std::make_shared<WebSocketConnection<Stream>>(
      std::move(stream), std::move(accepted), shard_, scope_, limits_);
  scope_.spawn(connection->run(connection, std::move(request), open_));
}

void OpenSockets::add(PlainStream stream, HttpMessage request, SocketAcceptance accepted) {
  add_any(std::move(stream), std::move(request), std::move(accepted));
}
void OpenSockets::add(TlsStream stream, HttpMessage request, SocketAcceptance accepted) {
  add_any(std::move(stream), std::move(request), std::move(accepted));
}

runtime::Task<void> OpenSockets::close_all() {
  for (WebSocket* const socket : open_) socket->close(close_code::kGoingAway, "the server stops");
  co_await scope_.join();
}

}  // namespace attendant::net
