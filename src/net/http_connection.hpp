// One connection of an HttpServer, from its first byte to its last or to the moment it becomes a WebSocket.
// On the server's shard only.
#pragma once

#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "net/http_server.hpp"
#include "net/open_sockets.hpp"
#include "runtime/task.hpp"

namespace boost::asio::ssl {
class context;
}

namespace attendant::net {

// What the connections of one server share. It outlives them.
struct Serving {
  const HttpServer::Options& options;
  const Router& router;
  const telemetry::Logger& log;
  OpenSockets& sockets;
};

runtime::Task<Status> serve_plain(Serving serving, boost::asio::ip::tcp::socket socket);
runtime::Task<Status> serve_tls(Serving serving, boost::asio::ip::tcp::socket socket,
                                std::shared_ptr<boost::asio::ssl::context> tls);

}  // namespace attendant::net
