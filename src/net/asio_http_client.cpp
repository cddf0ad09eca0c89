#include "net/asio_http_client.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>

#include "net/connection_pool.hpp"
#include "net/request_message.hpp"
#include "net/tls_client_context.hpp"

namespace attendant::net {
namespace asio = boost::asio;
using runtime::Task;

namespace {

// RFC 9110 section 9.2.1.
bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

}  // namespace

struct AsioHttpClient::Impl {
  Impl(runtime::Shard& client_shard, Options client_options, std::shared_ptr<asio::ssl::context> client_tls)
      : shard(client_shard),
        options(std::move(client_options)),
        tls(std::move(client_tls)),
        connecting{.names = options.names ? options.names : std::make_shared<NameResolver>(),
                   .resolve_timeout = options.resolve_timeout,
                   .connect_timeout = options.connect_timeout},
        pool(shard, {.per_origin = options.max_idle_per_origin,
                     .together = options.max_idle,
                     .idle_timeout = options.idle_timeout}) {}

  runtime::Shard& shard;
  const Options options;
  const std::shared_ptr<asio::ssl::context> tls;
  const Connecting connecting;
  ConnectionPool pool;
};

// A request from its start to its end. Held by its coroutine, and looked at by the Exchange that its caller
// has.
class AsioHttpClient::Running : public std::enable_shared_from_this<AsioHttpClient::Running> {
 public:
  Running(std::shared_ptr<Impl> impl, ClientRequest request, ExchangeEvents events)
      : impl_(std::move(impl)), request_(std::move(request)), events_(std::move(events)) {}

  void start();
  void give_up();

 private:
  Task<Status> run(std::shared_ptr<Running> self);
  Task<Status> open();
  void hear(ResponseHead head);
  bool hear(std::string_view body);
  void deadline_passed();
  void end(Status status);

  std::shared_ptr<Impl> impl_;
  ClientRequest request_;
  ExchangeEvents events_;
  Url url_;
  std::shared_ptr<ClientConnection> connection_;
  runtime::Timer deadline_;
  std::string_view waits_for_ = "a connection";
  bool over_ = false;
};

void AsioHttpClient::Running::start() {
  const Duration left = request_.deadline - impl_->shard.clock().now();
  deadline_ = impl_->shard.after(std::max(left, Duration::zero()), [this] { deadline_passed(); });
  impl_->shard.post([self = shared_from_this()] {
    if (self->over_) return;
    asio::co_spawn(self->impl_->shard.context(), self->run(self),
                   [self](const std::exception_ptr& thrown, Status status) {
                     if (thrown) status = fail(ErrorCode::internal, "the HTTP client threw");
                     self->end(std::move(status));
                   });
  });
}

void AsioHttpClient::Running::give_up() {
  over_ = true;
  deadline_.cancel();
  if (connection_) connection_->stream().close();
}

Task<Status> AsioHttpClient::Running::run(std::shared_ptr<Running> /*self*/) {
  auto url = parse_url(request_.url);
  if (!url) co_return fail(std::move(url).error());
  url_ = *std::move(url);
  if (url_.scheme != "http" && url_.scheme != "https")
    co_return fail(ErrorCode::invalid, fmt::format("'{}:' is no HTTP", url_.scheme));
  if (request_.allowed_hosts) {
    if (Status allowed = request_.allowed_hosts->check_host(url_.host); !allowed) co_return allowed;
  }
  const auto message = request_message(request_, url_);
  if (!message) co_return fail(message.error().in(url_.origin()));
  const ResponseSink sink{.head = [this](ResponseHead head) { hear(std::move(head)); },
                          .body = [this](std::string_view piece) { return hear(piece); }};

  connection_ = impl_->pool.take(url_.origin(), request_.allowed_hosts.get());
  const bool reused = connection_ != nullptr;
  if (!reused) {
    if (Status opened = co_await open(); !opened) co_return opened;
  }
  Delivery delivery = co_await connection_->ask(*message, sink);
  const bool lost = reused && !delivery.status && delivery.nothing_heard &&
                    (delivery.nothing_sent || is_safe(request_.method));
  if (lost && !over_) {
    if (Status opened = co_await open(); !opened) co_return opened;
    delivery = co_await connection_->ask(*message, sink);
  }
  if (over_) co_return Status();
  if (delivery.status && delivery.keep_alive) impl_->pool.give(std::exchange(connection_, nullptr));
  co_return delivery.status;
}

Task<Status> AsioHttpClient::Running::open() {
  connection_ =
      std::make_shared<ClientConnection>(impl_->shard, url_, impl_->tls, impl_->options.max_head_bytes);
  waits_for_ = "a connection";
  Status opened = co_await connection_->stream().connect(request_.allowed_hosts.get(), impl_->connecting);
  waits_for_ = "the head of the response";
  co_return opened;
}

void AsioHttpClient::Running::hear(ResponseHead head) {
  waits_for_ = "the rest of the body";
  if (!over_ && events_.head) events_.head(head);
}

bool AsioHttpClient::Running::hear(std::string_view body) {
  if (!over_ && events_.body) events_.body(body);
  return !over_;
}

void AsioHttpClient::Running::deadline_passed() {
  const auto self = shared_from_this();
  if (connection_) connection_->stream().close();
  end(fail({.code = ErrorCode::timed_out,
            .message = fmt::format("{}: the deadline passed waiting for {}", url_.origin(), waits_for_),
            .retry = Retry::now}));
}

void AsioHttpClient::Running::end(Status status) {
  if (std::exchange(over_, true)) return;
  deadline_.cancel();
  // The last use of `this`: whoever hears it may let go of everything.
  if (const auto done = std::move(events_.done)) done(std::move(status));
}

Result<std::unique_ptr<AsioHttpClient>> AsioHttpClient::make(runtime::Shard& shard, Options options) {
  TRY_ASSIGN(auto tls, make_tls_client_context(options.ca_file));
  return std::unique_ptr<AsioHttpClient>(
      new AsioHttpClient(std::make_shared<Impl>(shard, std::move(options), std::move(tls))));
}

AsioHttpClient::AsioHttpClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

// Its loop may be gone when a lookup that hangs ends.
AsioHttpClient::~AsioHttpClient() {
  if (!impl_->options.names) impl_->connecting.names->stop();
}

std::unique_ptr<Exchange> AsioHttpClient::start(ClientRequest request, ExchangeEvents events) {
  class Handle final : public Exchange {
   public:
    explicit Handle(std::shared_ptr<Running> running) : running_(std::move(running)) {}
    ~Handle() override { running_->give_up(); }

   private:
    std::shared_ptr<Running> running_;
  };
  auto running = std::make_shared<Running>(impl_, std::move(request), std::move(events));
  running->start();
  return std::make_unique<Handle>(std::move(running));
}

std::size_t AsioHttpClient::idle_connections() const { return impl_->pool.size(); }

}  // namespace attendant::net
