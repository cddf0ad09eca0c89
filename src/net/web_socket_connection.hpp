// One WebSocket on its stream, plain or TLS, from its handshake, as the server or as the client of it, to its
// end. Two coroutines at
// most: run() reads until the end, write_all() lives while there is something to write; Beast allows one
// write at a time, besides a ping. Shared by run() and those who hold the handle; on its shard's thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/http.hpp"
#include "net/outbox.hpp"
#include "net/streams.hpp"
#include "runtime/scope.hpp"
#include "runtime/shard.hpp"

namespace attendant::net {

// How a client opens a WebSocket (RFC 6455 section 4.1) on a stream that is connected.
struct SocketOpening {
  std::string authority;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string> subprotocols;  // offered
  Duration time_left{};
};

template <class Stream>
class WebSocketConnection final : public WebSocket,
                                  public std::enable_shared_from_this<WebSocketConnection<Stream>> {
 public:
  WebSocketConnection(Stream stream, SocketAcceptance accepted, runtime::Shard& shard, runtime::Scope& scope,
                      const WebSocketLimits& limits)
      : stream_(std::move(stream)),
        accepted_(std::move(accepted)),
        shard_(shard),
        scope_(scope),
        limits_(limits),
        outbox_(limits.max_unsent_bytes) {}

  // `self`, here and below, is this: a coroutine holds it from before its first step. On `open` while it
  // runs.
  runtime::Task<Status> run(std::shared_ptr<WebSocketConnection> self, HttpMessage request,
                            std::set<WebSocket*>& open);

  // The same as a client; an error says why the server did not accept, and then the events hear nothing.
  runtime::Task<Status> run_as_client(std::shared_ptr<WebSocketConnection> self, SocketOpening opening);

  // Ends it without a word to the peer.
  void hang_up();

  void send_text(std::string text) override { send(std::move(text)); }
  void send_binary(std::vector<std::byte> bytes) override { send(std::move(bytes)); }
  void close(std::uint16_t code, std::string_view reason) override;
  std::size_t unsent_bytes() const override { return outbox_.bytes(); }

 private:
  enum class State { handshake, open, ended };
  struct Registration;

  void configure(Duration time_for_handshake);
  runtime::Task<void> serve(std::shared_ptr<WebSocketConnection> self);
  runtime::Task<std::uint16_t> read_messages();
  void deliver(const boost::beast::flat_buffer& message);
  std::uint16_t code_of_end(const boost::beast::error_code& error) const;

  void send(SocketMessage message);
  void write_what_waits();
  runtime::Task<Status> write_all(std::shared_ptr<WebSocketConnection> self);

  void watch_peer();
  void ping();
  void end_within_close_timeout();
  void end();

  boost::beast::websocket::stream<Stream, false> stream_;  // false: no compression
  SocketAcceptance accepted_;
  runtime::Shard& shard_;
  runtime::Scope& scope_;
  const WebSocketLimits limits_;

  State state_ = State::handshake;
  Outbox outbox_;
  bool writing_ = false;
  bool pinging_ = false;
  std::optional<boost::beast::websocket::close_reason> closing_;  // we said so, or are about to
  bool peer_closed_ = false;
  Instant heard_at_{};
  runtime::Timer watch_;
  runtime::Timer end_by_;
};

}  // namespace attendant::net
