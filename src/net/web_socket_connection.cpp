#include "net/web_socket_connection.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using runtime::Task;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMaxReasonBytes = 123;  // RFC 6455 section 5.5: a control frame holds 125

asio::const_buffer buffer_of(const SocketMessage& message) {
  return std::visit([](const auto& content) { return asio::buffer(content); }, message);
}

// RFC 6455 section 7.4.2.
bool may_be_sent(std::uint16_t code) {
  return code >= 1000 && code < 5000 && code != close_code::kNone && code != close_code::kVanished;
}

// As much of a text as fits, in whole characters of UTF-8.
std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  return text.substr(0, most);
}

std::uint16_t code_of_fault(const beast::error_code& error) {
  if (error == websocket::error::message_too_big) return close_code::kTooBig;
  if (error == websocket::error::bad_frame_payload) return close_code::kBadPayload;
  if (error == websocket::condition::protocol_violation) return close_code::kProtocolError;
  return close_code::kVanished;
}

// Why a server did not accept, from its answer to the handshake.
Error refusal(const beast::error_code& error, const websocket::response_type& response) {
  Error refused{.code = ErrorCode::unavailable, .retry = Retry::now};
  if (error == beast::error::timeout) {
    refused.code = ErrorCode::timed_out;
    refused.message = "the deadline passed waiting for the server to accept the WebSocket";
    return refused;
  }
  if (error != websocket::error::upgrade_declined) {
    refused.message = fmt::format("no WebSocket: {}", error.message());
    return refused;
  }
  const unsigned status = response.result_int();
  refused.message = fmt::format("the server declined the WebSocket with status {}", status);
  if (status == 401 || status == 403) refused = {.code = ErrorCode::refused, .message = refused.message};
  if (status == 404) refused = {.code = ErrorCode::not_found, .message = refused.message};
  if (status == 429) refused.code = ErrorCode::exhausted;
  return refused;
}

}  // namespace

// On the server's list from the first to the last moment, however run() is left.
template <class Stream>
struct WebSocketConnection<Stream>::Registration {
  Registration(WebSocketConnection& registered, std::set<WebSocket*>& list)
      : connection(registered), open(list) {
    open.insert(&connection);
  }
  ~Registration() {
    connection.end();
    open.erase(&connection);
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

  WebSocketConnection& connection;
  std::set<WebSocket*>& open;
};

template <class Stream>
Task<Status> WebSocketConnection<Stream>::run(std::shared_ptr<WebSocketConnection> self, HttpMessage request,
                                              std::set<WebSocket*>& open) {
  const Registration registration(*this, open);
  configure(limits_.close_timeout);
  if (auto [refused] = co_await stream_.async_accept(request, kAsTuple); refused) co_return Status();
  co_await serve(std::move(self));
  co_return Status();
}

template <class Stream>
Task<Status> WebSocketConnection<Stream>::run_as_client(std::shared_ptr<WebSocketConnection> self,
                                                        SocketOpening opening) {
  configure(opening.time_left);
  stream_.set_option(websocket::stream_base::decorator([&opening](websocket::request_type& request) {
    request.set(beast::http::field::user_agent, "attendant");
    if (!opening.subprotocols.empty())
      request.set(beast::http::field::sec_websocket_protocol, join(opening.subprotocols, ", "));
    for (const auto& [name, value] : opening.headers) request.set(name, value);
  }));
  websocket::response_type response;
  const auto [error] =
      co_await stream_.async_handshake(response, opening.authority, opening.target, kAsTuple);
  if (error) co_return fail(refusal(error, response));
  const std::string chosen(response[beast::http::field::sec_websocket_protocol]);
  if (!chosen.empty() && std::ranges::find(opening.subprotocols, chosen) == opening.subprotocols.end())
    co_return fail(ErrorCode::unavailable, "the server chose a subprotocol that was not offered");
  co_await serve(std::move(self));
  co_return Status();
}

template <class Stream>
Task<void> WebSocketConnection<Stream>::serve(std::shared_ptr<WebSocketConnection> self) {
  state_ = State::open;
  heard_at_ = shard_.clock().now();
  watch_peer();
  const auto events = accepted_.events;
  events->on_open(self);
  write_what_waits();  // close() may have come before the handshake was over
  const std::uint16_t code = co_await read_messages();
  end();
  events->on_closed(code);
}

template <class Stream>
void WebSocketConnection<Stream>::configure(Duration time_for_handshake) {
  // Beast's idle timer would have to send the pings, too, at half of its time: we watch the peer ourselves.
  stream_.set_option(websocket::stream_base::timeout{.handshake_timeout = time_for_handshake,
                                                     .idle_timeout = websocket::stream_base::none(),
                                                     .keep_alive_pings = false});
  stream_.set_option(websocket::stream_base::decorator([this](websocket::response_type& response) {
    if (!accepted_.subprotocol.empty())
      response.set(beast::http::field::sec_websocket_protocol, accepted_.subprotocol);
  }));
  stream_.read_message_max(limits_.max_message_bytes);
  stream_.auto_fragment(false);
  stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
    heard_at_ = shard_.clock().now();
    if (kind != websocket::frame_type::close) return;
    peer_closed_ = true;
    end_within_close_timeout();  // Beast waits for the peer to close the connection, too
  });
}

template <class Stream>
Task<std::uint16_t> WebSocketConnection<Stream>::read_messages() {
  beast::flat_buffer message;
  for (;;) {
    // Piece by piece, for every piece of a long message shows that the peer lives.
    const auto [error, size] = co_await stream_.async_read_some(message, 0, kAsTuple);
    if (error) co_return code_of_end(error);
    heard_at_ = shard_.clock().now();
    if (!stream_.is_message_done()) continue;
    if (!closing_) deliver(message);
    message.clear();
  }
}

template <class Stream>
void WebSocketConnection<Stream>::deliver(const beast::flat_buffer& message) {
  const auto bytes = message.cdata();
  if (stream_.got_text()) {
    accepted_.events->on_text({static_cast<const char*>(bytes.data()), bytes.size()});
  } else {
    accepted_.events->on_binary({static_cast<const std::byte*>(bytes.data()), bytes.size()});
  }
}

template <class Stream>
std::uint16_t WebSocketConnection<Stream>::code_of_end(const beast::error_code& error) const {
  if (closing_) return closing_->code;
  if (!peer_closed_) return code_of_fault(error);
  const std::uint16_t code = stream_.reason().code;
  return code == 0 ? close_code::kNone : code;
}

template <class Stream>
void WebSocketConnection<Stream>::send(SocketMessage message) {
  if (state_ == State::ended || closing_) return;
  if (outbox_.push(std::move(message))) return write_what_waits();
  close(close_code::kPolicy, "reads too slowly");
}

template <class Stream>
void WebSocketConnection<Stream>::close(std::uint16_t code, std::string_view reason) {
  CHECK(may_be_sent(code));
  if (state_ == State::ended || closing_) return;
  const std::string_view text = first_bytes(reason, kMaxReasonBytes);
  closing_.emplace(code).reason.assign(text.data(), text.size());
  end_within_close_timeout();
  write_what_waits();
}

template <class Stream>
void WebSocketConnection<Stream>::write_what_waits() {
  if (state_ != State::open || writing_ || (outbox_.empty() && !closing_)) return;
  writing_ = true;
  scope_.spawn(write_all(this->shared_from_this()));
}

template <class Stream>
Task<Status> WebSocketConnection<Stream>::write_all(std::shared_ptr<WebSocketConnection> /*self*/) {
  while (!outbox_.empty()) {
    const SocketMessage& message = outbox_.begin_to_leave();
    stream_.text(std::holds_alternative<std::string>(message));
    const auto [error, size] = co_await stream_.async_write(buffer_of(message), kAsTuple);
    if (error) {
      // run() hears of it by itself where the connection has ended already, and must be told where not.
      if (error != asio::error::operation_aborted) hang_up();
      outbox_.clear();
      co_return Status();  // writing_ stays: nothing is written any more
    }
    outbox_.left();
  }
  if (closing_) co_await stream_.async_close(*closing_, kAsTuple);
  writing_ = false;
  co_return Status();
}

template <class Stream>
void WebSocketConnection<Stream>::watch_peer() {
  const Duration quiet = shard_.clock().now() - heard_at_;
  if (quiet >= limits_.idle_timeout) return hang_up();
  const Duration next = std::min<Duration>(limits_.ping_every, limits_.idle_timeout - quiet);
  watch_ = shard_.after(next, [this] {
    ping();
    watch_peer();
  });
}

template <class Stream>
void WebSocketConnection<Stream>::ping() {
  if (std::exchange(pinging_, true)) return;  // the last one still waits behind a long write
  stream_.async_ping({},
                     [self = this->shared_from_this()](const beast::error_code&) { self->pinging_ = false; });
}

template <class Stream>
void WebSocketConnection<Stream>::end_within_close_timeout() {
  if (!end_by_.pending()) end_by_ = shard_.after(limits_.close_timeout, [this] { hang_up(); });
}

template <class Stream>
void WebSocketConnection<Stream>::hang_up() {
  beast::get_lowest_layer(stream_).close();
}

template <class Stream>
void WebSocketConnection<Stream>::end() {
  state_ = State::ended;
  watch_.cancel();
  end_by_.cancel();
  accepted_.events.reset();
  hang_up();
}

template class WebSocketConnection<PlainStream>;
template class WebSocketConnection<TlsStream>;

}  // namespace attendant::net
