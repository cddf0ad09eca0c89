// An HTTP/1.1 listener (RFC 9112) on one shard, with TLS where files for it are given, and WebSockets (RFC
// 6455) on the routes for them: keep-alive, limits on header, body, message, time and connections. Owned by
// whoever serves; stop() before its shard stops.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "net/http.hpp"
#include "net/tls_files.hpp"
#include "net/web_socket.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"

namespace attendant::net {

class HttpServer {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free port
    std::size_t max_connections = 64;
    std::size_t max_header_bytes = 16 * 1024;
    std::size_t max_body_bytes = 1024 * 1024;
    std::size_t max_unsent_bytes = 1024 * 1024;  // of an answer in pieces, for a client that reads slowly
    std::chrono::milliseconds request_timeout{
        10'000};  // from its first to its last byte, and to write the answer
    std::chrono::milliseconds idle_timeout{60'000};  // between two requests of a connection
    std::optional<TlsFiles> tls;                     // TLS 1.2 and 1.3 only; without it, plain HTTP
    WebSocketLimits sockets;
  };

  // `router` must not change any more and must outlive the server, as must `shard`.
  HttpServer(runtime::Shard& shard, Options options, const Router& router, telemetry::Logger log);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Reads the certificate and binds at once, so that a bad file or an address in use is an error here; then
  // serves. Any thread but the shard's.
  Status start();

  // Closes the listener and every connection (WebSockets with 1001); returns when that is done. Any thread
  // but the shard's.
  void stop();

  // Reads the TLS files again: handshakes from now on use them, open connections go on. When they are bad the
  // old ones stay in use and the error says why. Blocks on the disk; any thread but the shard's.
  Status reload_certificate();

  std::uint16_t port() const;  // after start(): the port it listens on

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace attendant::net
