#include "net/asio_web_socket_client.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>

#include "net/client_stream.hpp"
#include "net/request_message.hpp"
#include "net/tls_client_context.hpp"
#include "net/web_socket_connection.hpp"
#include "runtime/scope.hpp"

namespace attendant::net {
namespace asio = boost::asio;
using runtime::Task;

struct AsioWebSocketClient::Impl {
  runtime::Shard& shard;
  const Options options;
  const std::shared_ptr<asio::ssl::context> tls;
  const Connecting connecting{.names = options.names ? options.names : std::make_shared<NameResolver>(),
                              .resolve_timeout = options.resolve_timeout,
                              .connect_timeout = options.connect_timeout};
};

// A connection from its request to its end. Held by its coroutine, and looked at by the Exchange that its
// caller has. It stands between the connection and the caller's events, which hear nothing once it is given
// up.
class AsioWebSocketClient::Running final : public SocketEvents,
                                           public std::enable_shared_from_this<AsioWebSocketClient::Running> {
 public:
  Running(std::shared_ptr<Impl> impl, SocketRequest request, std::shared_ptr<SocketEvents> events,
          std::function<void(Error)> failed)
      : impl_(std::move(impl)),
        request_(std::move(request)),
        events_(std::move(events)),
        failed_(std::move(failed)) {}

  void start();
  void give_up();

  void on_open(std::shared_ptr<WebSocket> socket) override;
  void on_text(std::string_view text) override {
    if (const auto events = events_) events->on_text(text);
  }
  void on_binary(std::span<const std::byte> bytes) override {
    if (const auto events = events_) events->on_binary(bytes);
  }
  void on_closed(std::uint16_t code) override {
    if (const auto events = std::exchange(events_, nullptr)) events->on_closed(code);
  }

 private:
  Task<Status> run(std::shared_ptr<Running> self);
  template <class Stream>
  Task<Status> run_on(Stream stream, SocketOpening opening);
  void deadline_passed();
  void end(Status status);

  std::shared_ptr<Impl> impl_;
  SocketRequest request_;
  std::shared_ptr<SocketEvents> events_;  // null: given up, or told of the end
  std::function<void(Error)> failed_;
  std::unique_ptr<ClientStream> connecting_;
  std::function<void()> hang_up_;  // while there is a connection
  runtime::Timer deadline_;
};

void AsioWebSocketClient::Running::start() {
  const Duration left = request_.deadline - impl_->shard.clock().now();
  deadline_ = impl_->shard.after(std::max(left, Duration::zero()), [this] { deadline_passed(); });
  impl_->shard.post([self = shared_from_this()] {
    if (!self->events_) return;
    asio::co_spawn(self->impl_->shard.context(), self->run(self),
                   [self](const std::exception_ptr& thrown, Status status) {
                     if (thrown) status = fail(ErrorCode::internal, "the WebSocket client threw");
                     self->end(std::move(status));
                   });
  });
}

void AsioWebSocketClient::Running::give_up() {
  events_.reset();
  deadline_.cancel();
  if (connecting_) connecting_->close();
  if (hang_up_) hang_up_();
}

void AsioWebSocketClient::Running::on_open(std::shared_ptr<WebSocket> socket) {
  deadline_.cancel();
  if (const auto events = events_) events->on_open(std::move(socket));
}

Task<Status> AsioWebSocketClient::Running::run(std::shared_ptr<Running> /*self*/) {
  const auto url = parse_url(request_.url);
  if (!url) co_return fail(url.error());
  if (url->scheme != "ws" && url->scheme != "wss")
    co_return fail(ErrorCode::invalid, fmt::format("'{}:' is no WebSocket", url->scheme));
  for (const auto& [name, value] : request_.headers) {
    if (Status header = check_header(name, value); !header) co_return fail(header.error().in(url->origin()));
  }
  connecting_ = std::make_unique<ClientStream>(impl_->shard, *url, impl_->tls);
  if (Status connected = co_await connecting_->connect(request_.allowed_hosts.get(), impl_->connecting);
      !connected)
    co_return connected;
  if (!events_) co_return Status();
  SocketOpening opening{.authority = url->authority(),
                        .target = url->target,
                        .headers = request_.headers,
                        .subprotocols = request_.subprotocols,
                        .time_left = std::max<Duration>(request_.deadline - impl_->shard.clock().now(),
                                                        std::chrono::milliseconds(1))};
  const auto connected = std::move(connecting_);
  Status ended;
  if (auto* tls = std::get_if<TlsStream>(&connected->stream()))
    ended = co_await run_on(std::move(*tls), std::move(opening));
  else
    ended = co_await run_on(std::move(std::get<PlainStream>(connected->stream())), std::move(opening));
  if (!ended) co_return fail(ended.error().in(url->origin()));
  co_return Status();
}

template <class Stream>
Task<Status> AsioWebSocketClient::Running::run_on(Stream stream, SocketOpening opening) {
  runtime::Scope writing(impl_->shard.context());
  const auto connection = std::make_shared<WebSocketConnection<Stream>>(
      std::move(stream), SocketAcceptance{.events = shared_from_this(), .subprotocol = {}}, impl_->shard,
      writing, impl_->options.sockets);
  hang_up_ = [&connection] { connection->hang_up(); };
  Status ended = co_await connection->run_as_client(connection, std::move(opening));
  hang_up_ = nullptr;
  connection->hang_up();
  writing.cancel();
  co_await writing.join();
  co_return ended;
}

void AsioWebSocketClient::Running::deadline_passed() {
  const auto self = shared_from_this();
  if (connecting_) connecting_->close();
  if (hang_up_) hang_up_();
  end(fail({.code = ErrorCode::timed_out,
            .message = "the deadline passed before the WebSocket was open",
            .retry = Retry::now}));
}

void AsioWebSocketClient::Running::end(Status status) {
  deadline_.cancel();
  if (!std::exchange(events_, nullptr) || status) return;
  // The last use of `this`: whoever hears it may let go of everything.
  const auto failed = std::move(failed_);
  failed(std::move(status).error());
}

Result<std::unique_ptr<AsioWebSocketClient>> AsioWebSocketClient::make(runtime::Shard& shard,
                                                                       Options options) {
  TRY_ASSIGN(auto tls, make_tls_client_context(options.ca_file));
  return std::unique_ptr<AsioWebSocketClient>(new AsioWebSocketClient(
      std::make_shared<Impl>(Impl{.shard = shard, .options = std::move(options), .tls = std::move(tls)})));
}

AsioWebSocketClient::AsioWebSocketClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

// Its loop may be gone when a lookup that hangs ends.
AsioWebSocketClient::~AsioWebSocketClient() {
  if (!impl_->options.names) impl_->connecting.names->stop();
}

std::unique_ptr<Exchange> AsioWebSocketClient::connect(SocketRequest request,
                                                       std::shared_ptr<SocketEvents> events,
                                                       std::function<void(Error)> failed) {
  class Handle final : public Exchange {
   public:
    explicit Handle(std::shared_ptr<Running> running) : running_(std::move(running)) {}
    ~Handle() override { running_->give_up(); }

   private:
    std::shared_ptr<Running> running_;
  };
  auto running = std::make_shared<Running>(impl_, std::move(request), std::move(events), std::move(failed));
  running->start();
  return std::make_unique<Handle>(std::move(running));
}

}  // namespace attendant::net
