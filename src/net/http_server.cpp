#include "net/http_server.hpp"

#include <future>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "runtime/scope.hpp"

namespace attendant::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using runtime::Scope;
using runtime::Task;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

std::string to_text(const tcp::endpoint& endpoint) {
  return fmt::format("{}:{}", endpoint.address().to_string(), endpoint.port());
}

// Nothing when the target is no path that we can read (RFC 9112 section 3.2.1).
std::optional<Request> to_request(http::request<http::string_body>&& message, std::string peer) {
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
  message.set(http::field::content_type, response.content_type);
  // What we serve is for the one who asked, now, and is what its type says.
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) message.set(name, value);
}

std::optional<Response> answer_to_fault(const beast::error_code& error) {
  if (error == http::error::header_limit) return Response::problem(431, "Request Header Fields Too Large");
  if (error == http::error::body_limit) return Response::problem(413, "Content Too Large");
  if (error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    return Response::problem(400, "Bad Request", error.message());
  }
  return std::nullopt;  // the peer has gone or was too slow: nobody to answer
}

}  // namespace

struct HttpServer::Impl : std::enable_shared_from_this<HttpServer::Impl> {
  Impl(runtime::Shard& server_shard, Options server_options, const Router& server_router,
       telemetry::Logger logger)
      : shard(server_shard),
        options(std::move(server_options)),
        router(server_router),
        log(std::move(logger)),
        acceptor(shard.context()),
        scope(shard.context(), [this](const Error& error) { log.error("http connection failed", error); }) {}

  Status bind();
  Task<Status> accept();
  Task<Status> serve(tcp::socket socket);
  Task<beast::error_code> send(beast::tcp_stream& stream, const Response& response, bool head,
                               bool keep_alive);
  static Task<void> finish(std::shared_ptr<Impl> self, std::shared_ptr<std::promise<void>> done);

  runtime::Shard& shard;
  const Options options;
  const Router& router;
  const telemetry::Logger log;
  tcp::acceptor acceptor;
  Scope scope;
  std::uint16_t port = 0;
  bool started = false;
};

Status HttpServer::Impl::bind() {
  beast::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error)
    return fail(ErrorCode::invalid, fmt::format("'{}' is no IP address to listen on", options.address));
  const tcp::endpoint endpoint(address, options.port);
  (void)acceptor.open(endpoint.protocol(), error);  // `error` says it, too
  if (!error) (void)acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) (void)acceptor.bind(endpoint, error);
  if (!error) (void)acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(ErrorCode::unavailable,
                fmt::format("cannot listen on {}: {}", to_text(endpoint), error.message()));
  port = acceptor.local_endpoint().port();
  return {};
}

Task<Status> HttpServer::Impl::accept() {
  const auto self = shared_from_this();
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(kAsTuple);
    if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return Status();
    if (error) {
      // Out of descriptors, most likely: to try again at once would spin.
      log.warning("http accept failed", {{"why", error.message()}});
      if (Status waited = co_await runtime::sleep_for(std::chrono::milliseconds(100)); !waited)
        co_return waited;
      continue;
    }
    if (scope.children() > options.max_connections) continue;  // one child is this loop; the socket closes
    scope.spawn(serve(std::move(socket)));
  }
}

Task<Status> HttpServer::Impl::serve(tcp::socket socket) {
  const auto self = shared_from_this();
  beast::error_code ignored;
  const std::string peer = to_text(socket.remote_endpoint(ignored));
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer(options.max_header_bytes + options.max_body_bytes);

  for (bool keep_alive = true; keep_alive;) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
    parser.body_limit(options.max_body_bytes);
    beast::error_code error;
    if (buffer.size() == 0) {
      stream.expires_after(options.idle_timeout);
      std::tie(error, std::ignore) = co_await http::async_read_some(stream, buffer, parser, kAsTuple);
    }
    stream.expires_after(options.request_timeout);
    if (!error && !parser.is_done())
      std::tie(error, std::ignore) = co_await http::async_read(stream, buffer, parser, kAsTuple);
    if (error) {
      if (const auto answer = answer_to_fault(error)) co_await send(stream, *answer, false, false);
      break;
    }
    keep_alive = parser.get().keep_alive();
    const bool head = parser.get().method() == http::verb::head;
    auto request = to_request(parser.release(), peer);
    const Response response =
        request ? router.handle(*std::move(request)) : Response::problem(400, "Bad Request");
    if (co_await send(stream, response, head, keep_alive)) break;
  }
  (void)stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  co_return Status();
}

Task<beast::error_code> HttpServer::Impl::send(beast::tcp_stream& stream, const Response& response, bool head,
                                               bool keep_alive) {
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
    message.body() = response.body;
    message.keep_alive(keep_alive);
    message.prepare_payload();
    std::tie(error, std::ignore) = co_await http::async_write(stream, message, kAsTuple);
  }
  co_return error;
}

Task<void> HttpServer::Impl::finish(std::shared_ptr<Impl> self, std::shared_ptr<std::promise<void>> done) {
  self->acceptor.close();
  self->scope.cancel();
  co_await self->scope.join();
  done->set_value();
}

HttpServer::HttpServer(runtime::Shard& shard, Options options, const Router& router, telemetry::Logger log)
    : impl_(std::make_shared<Impl>(shard, std::move(options), router, std::move(log))) {}

HttpServer::~HttpServer() { stop(); }

Status HttpServer::start() {
  TRY(impl_->bind());
  impl_->started = true;
  impl_->shard.post([impl = impl_] { impl->scope.spawn(impl->accept()); });
  return {};
}

void HttpServer::stop() {
  if (!std::exchange(impl_->started, false)) return;
  CHECK(!impl_->shard.on_this_thread());
  const auto done = std::make_shared<std::promise<void>>();
  impl_->shard.post([impl = impl_, done] {
    asio::co_spawn(impl->shard.context(), Impl::finish(impl, done), asio::detached);
  });
  done->get_future().wait();
}

std::uint16_t HttpServer::port() const { return impl_->port; }

}  // namespace attendant::net
