#include "net/http_server.hpp"

#include <future>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "net/http_connection.hpp"
#include "net/open_sockets.hpp"
#include "net/tls_context.hpp"
#include "runtime/scope.hpp"

namespace attendant::net {
namespace asio = boost::asio;
using asio::ip::tcp;
using runtime::Scope;
using runtime::Task;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

std::string to_text(const tcp::endpoint& endpoint) {
  return fmt::format("{}:{}", endpoint.address().to_string(), endpoint.port());
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
        scope(shard.context(), [this](const Error& error) { log.error("http connection failed", error); }),
        sockets(shard, options.sockets,
                [this](const Error& error) { log.error("web socket failed", error); }) {}

  Status bind();
  Task<Status> accept();
  Task<Status> serve(tcp::socket socket);
  static Task<void> finish(std::shared_ptr<Impl> self, std::shared_ptr<std::promise<void>> done);

  runtime::Shard& shard;
  const Options options;
  const Router& router;
  const telemetry::Logger log;
  tcp::acceptor acceptor;
  Scope scope;                              // the loop that accepts, and a child for each HTTP connection
  OpenSockets sockets;                      // what became a WebSocket
  std::shared_ptr<asio::ssl::context> tls;  // of the next handshake; none: plain HTTP
  std::uint16_t port = 0;
  bool started = false;
};

Status HttpServer::Impl::bind() {
  boost::system::error_code error;
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
    const std::size_t connections = scope.children() - 1 + sockets.size();  // one child is this loop
    if (connections >= options.max_connections) continue;                   // the new one closes
    scope.spawn(serve(std::move(socket)));
  }
}

Task<Status> HttpServer::Impl::serve(tcp::socket socket) {
  const Serving serving{.options = options, .router = router, .log = log, .sockets = sockets};
  return tls ? serve_tls(serving, std::move(socket), tls) : serve_plain(serving, std::move(socket));
}

Task<void> HttpServer::Impl::finish(std::shared_ptr<Impl> self, std::shared_ptr<std::promise<void>> done) {
  self->acceptor.close();
  self->scope.cancel();
  co_await self->scope.join();
  co_await self->sockets.close_all();
  done->set_value();
}

HttpServer::HttpServer(runtime::Shard& shard, Options options, const Router& router, telemetry::Logger log)
    : impl_(std::make_shared<Impl>(shard, std::move(options), router, std::move(log))) {}

HttpServer::~HttpServer() { stop(); }

Status HttpServer::start() {
  if (const auto& files = impl_->options.tls) {
    TRY_ASSIGN(impl_->tls, load_tls_context(*files));
  }
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

Status HttpServer::reload_certificate() {
  const auto& files = impl_->options.tls;
  if (!files) return fail(ErrorCode::conflict, "the listener has no TLS");
  TRY_ASSIGN(auto tls, load_tls_context(*files));
  impl_->shard.post([impl = impl_, tls = std::move(tls)]() mutable { impl->tls = std::move(tls); });
  return {};
}

std::uint16_t HttpServer::port() const { return impl_->port; }

}  // namespace attendant::net
