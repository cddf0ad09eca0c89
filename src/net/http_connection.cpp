#include "net/http_connection.hpp"

#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/url/parse.hpp>
#include <fmt/format.h>
#include <poll.h>

#include "base/text.hpp"
#include "net/pending_response.hpp"

namespace attendant::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using runtime::Task;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr unsigned kHttp11 = 11;                        // as Beast numbers versions
constexpr std::chrono::milliseconds kLookForPeer{100};  // while an answer is worked on
constexpr std::chrono::seconds kGoodbye{1};             // for the peer's half of the end of TLS

std::string peer_of(const tcp::socket& socket) {
  beast::error_code ignored;
  const auto endpoint = socket.remote_endpoint(ignored);
  return fmt::format("{}:{}", endpoint.address().to_string(), endpoint.port());
}

// Takes the body out of `message`. Nothing when the target is no path that we can read (RFC 9112 section
// 3.2.1).
std::optional<Request> to_request(HttpMessage& message, std::string peer) {
  const auto target = boost::urls::parse_origin_form({message.target().data(), message.target().size()});
  if (target.has_error()) return std::nullopt;
  Request request;
  request.method = message.method_string();
  request.path = target->path();
  for (const auto& parameter : target->params()) request.query[parameter.key] = parameter.value;
  for (const auto& field : message) {
    request.headers[lower({field.name_string().data(), field.name_string().size()})] = field.value();
  }
  request.body = std::move(message.body());
  request.peer = std::move(peer);
  return request;
}

template <class Message>
void set_head(Message& message, const Response& response) {
  message.result(static_cast<unsigned>(response.status));
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  // What we serve is for the one who asked, now, and is what its type says.
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) message.set(name, value);
}

std::optional<Response> answer_to_fault(const Router& router, const beast::error_code& error) {
  if (error == http::error::header_limit) return router.problem(431, "Request Header Fields Too Large");
  if (error == http::error::body_limit) return router.problem(413, "Content Too Large");
  if (error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    return router.problem(400, "Bad Request", error.message());
  }
  return std::nullopt;  // the peer has gone or was too slow: nobody to answer
}

template <class Stream>
Task<beast::error_code> send(Stream& stream, Response response, bool head, bool keep_alive) {
  beast::error_code error;
  if (head) {
    http::response<http::empty_body> message;
    set_head(message, response);
    message.content_length(response.body.size());
    message.keep_alive(keep_alive);
    std::tie(error, std::ignore) = co_await http::async_write(stream, message, kAsTuple);
  } else {
    http::response<http::string_body> message;
    set_head(message, response);
    message.body() = std::move(response.body);
    message.keep_alive(keep_alive);
    message.prepare_payload();
    std::tie(error, std::ignore) = co_await http::async_write(stream, message, kAsTuple);
  }
  co_return error;
}

// The peer has closed, or at least will say nothing more. Looks without reading, for what it may have sent
// meanwhile is the next request.
bool peer_is_gone(const tcp::socket& socket) {
  pollfd look{.fd = const_cast<tcp::socket&>(socket).native_handle(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&look, 1, 0) > 0;
}

template <class Stream>
Task<beast::error_code> send_head(Stream& stream, const Response& response, bool keep_alive) {
  http::response<http::empty_body> message;
  set_head(message, response);
  message.chunked(true);
  message.keep_alive(keep_alive);
  http::response_serializer<http::empty_body> serializer(message);
  const auto [error, bytes] = co_await http::async_write_header(stream, serializer, kAsTuple);
  co_return error;
}

// `piece` empty: the end.
template <class Stream>
Task<beast::error_code> send_chunk(Stream& stream, const std::string& piece) {
  beast::error_code error;
  if (piece.empty())
    std::tie(error, std::ignore) = co_await asio::async_write(stream, http::make_chunk_last(), kAsTuple);
  else
    std::tie(error, std::ignore) =
        co_await asio::async_write(stream, http::make_chunk(asio::buffer(piece)), kAsTuple);
  co_return error;
}

Task<void> say_goodbye(PlainStream& stream) {
  beast::error_code ignored;
  (void)stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  co_return;
}
Task<void> say_goodbye(TlsStream& stream) {
  beast::get_lowest_layer(stream).expires_after(kGoodbye);
  co_await stream.async_shutdown(kAsTuple);
}

// What became of a request.
enum class Outcome {
  answered,
  ended,
  cut,  // without a goodbye, which would say that the answer was whole
  socket,
};

// Reads requests and answers them until one side has enough or asks for a WebSocket.
template <class Stream>
class HttpConnection {
 public:
  HttpConnection(Serving serving, Stream stream, std::string peer)
      : serving_(serving),
        stream_(std::move(stream)),
        peer_(std::move(peer)),
        buffer_(serving.options.max_header_bytes + serving.options.max_body_bytes) {}

  Task<void> run();

 private:
  using Parser = http::request_parser<http::string_body>;

  Task<beast::error_code> read(Parser& parser);
  Task<Outcome> answer(HttpMessage message);
  Task<Outcome> answer_later(const AsyncHandler& handler, Request request, bool keep_alive, bool chunks);
  Task<Outcome> write_later(PendingResponse& pending, bool keep_alive, bool chunks);
  void expect_write();
  std::optional<SocketAnswer> socket_answer(const HttpMessage& message, const Request& request) const;

  Serving serving_;
  Stream stream_;
  std::string peer_;
  beast::flat_buffer buffer_;
};

template <class Stream>
Task<void> HttpConnection<Stream>::run() {
  for (;;) {
    Parser parser;
    if (const auto error = co_await read(parser)) {
      if (auto fault = answer_to_fault(serving_.router, error))
        co_await send(stream_, *std::move(fault), false, false);
      break;
    }
    const Outcome outcome = co_await answer(parser.release());
    if (outcome == Outcome::socket || outcome == Outcome::cut) co_return;  // stream_ went there, or ends here
    if (outcome == Outcome::ended) break;
  }
  co_await say_goodbye(stream_);
}

template <class Stream>
Task<beast::error_code> HttpConnection<Stream>::read(Parser& parser) {
  parser.header_limit(static_cast<std::uint32_t>(serving_.options.max_header_bytes));
  parser.body_limit(serving_.options.max_body_bytes);
  beast::error_code error;
  if (buffer_.size() == 0) {
    beast::get_lowest_layer(stream_).expires_after(serving_.options.idle_timeout);
    std::tie(error, std::ignore) = co_await http::async_read_some(stream_, buffer_, parser, kAsTuple);
  }
  beast::get_lowest_layer(stream_).expires_after(serving_.options.request_timeout);
  if (!error && !parser.is_done())
    std::tie(error, std::ignore) = co_await http::async_read(stream_, buffer_, parser, kAsTuple);
  co_return error;
}

template <class Stream>
Task<Outcome> HttpConnection<Stream>::answer(HttpMessage message) {
  const bool keep_alive = message.keep_alive();
  const bool head = message.method() == http::verb::head;
  auto request = to_request(message, peer_);
  Response response = serving_.router.problem(400, "Bad Request");
  if (request) {
    if (const AsyncHandler* const handler = serving_.router.find_async(*request))
      co_return co_await answer_later(*handler, *std::move(request), keep_alive,
                                      message.version() >= kHttp11);
    auto socket = socket_answer(message, *request);
    if (!socket) {
      response = serving_.router.handle(*std::move(request));
    } else if (auto* const accepted = std::get_if<SocketAcceptance>(&*socket)) {
      serving_.sockets.add(std::move(stream_), std::move(message), std::move(*accepted));
      co_return Outcome::socket;
    } else {
      response = std::get<Response>(*std::move(socket));
    }
  }
  const auto error = co_await send(stream_, std::move(response), head, keep_alive);
  co_return keep_alive && !error ? Outcome::answered : Outcome::ended;
}

template <class Stream>
void HttpConnection<Stream>::expect_write() {
  beast::get_lowest_layer(stream_).expires_after(serving_.options.request_timeout);
}

template <class Stream>
Task<Outcome> HttpConnection<Stream>::answer_later(const AsyncHandler& handler, Request request,
                                                   bool keep_alive, bool chunks) {
  const auto pending =
      std::make_shared<PendingResponse>(stream_.get_executor(), serving_.options.max_unsent_bytes);
  const std::unique_ptr<PendingAnswer> work = handler(std::move(request), pending);
  const Outcome outcome = co_await write_later(*pending, keep_alive, chunks);
  pending->let_go();
  co_return outcome;
}

template <class Stream>
Task<Outcome> HttpConnection<Stream>::write_later(PendingResponse& pending, bool keep_alive, bool chunks) {
  const Outcome whole = keep_alive ? Outcome::answered : Outcome::ended;
  const tcp::socket& socket = beast::get_lowest_layer(stream_).socket();
  for (;;) {
    co_await pending.wait(kLookForPeer);
    if (pending.aborted() || peer_is_gone(socket)) co_return Outcome::cut;
    expect_write();
    if (auto head = pending.take_head()) {
      if (!pending.in_pieces())
        co_return co_await send(stream_, *std::move(head), false, keep_alive) ? Outcome::ended : whole;
      if (!chunks) {
        co_await send(stream_, serving_.router.problem(505, "HTTP Version Not Supported"), false, false);
        co_return Outcome::ended;
      }
      if (co_await send_head(stream_, *head, keep_alive)) co_return Outcome::cut;
    }
    while (const auto piece = pending.take_piece())
      if (co_await send_chunk(stream_, *piece)) co_return Outcome::cut;
    if (pending.finished()) co_return co_await send_chunk(stream_, {}) ? Outcome::cut : whole;
  }
}

// Nothing when no WebSocket is asked for, or there is none at the path.
template <class Stream>
std::optional<SocketAnswer> HttpConnection<Stream>::socket_answer(const HttpMessage& message,
                                                                  const Request& request) const {
  if (!beast::websocket::is_upgrade(message)) return std::nullopt;
  auto answer = serving_.router.handle_socket(request);
  // A client waits for the answer before it sends its first frame (RFC 6455 section 4.1).
  if (answer && buffer_.size() > 0)
    return serving_.router.problem(400, "Bad Request", "frames before the answer");
  return answer;
}

template <class Stream>
Task<Status> serve(Serving serving, Stream stream, std::string peer) {
  HttpConnection<Stream> connection(serving, std::move(stream), std::move(peer));
  co_await connection.run();
  co_return Status();
}

}  // namespace

Task<Status> serve_plain(Serving serving, tcp::socket socket) {
  std::string peer = peer_of(socket);
  co_return co_await serve(serving, PlainStream(std::move(socket)), std::move(peer));
}

Task<Status> serve_tls(Serving serving, tcp::socket socket, std::shared_ptr<asio::ssl::context> tls) {
  std::string peer = peer_of(socket);
  TlsStream stream(std::move(socket), *tls);
  beast::get_lowest_layer(stream).expires_after(serving.options.request_timeout);
  const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kAsTuple);
  if (error) {
    // Anybody who knocks can cause one.
    serving.log.debug("tls handshake failed", {{"peer", peer}, {"why", error.message()}});
    co_return Status();
  }
  co_return co_await serve(serving, std::move(stream), std::move(peer));
}

}  // namespace attendant::net
