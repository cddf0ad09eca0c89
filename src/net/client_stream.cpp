#include "net/client_stream.hpp"

#include <cerrno>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

namespace attendant::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using runtime::Task;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

Error unavailable(const Url& url, std::string_view what) {
  return {.code = ErrorCode::unavailable,
          .message = fmt::format("{}: {}", url.origin(), what),
          .retry = Retry::now};
}

// What a name stands for, or why that is not known in time. The resolver tells it on a thread of its own.
Task<Result<Addresses>> look_up(const Url& url, const Connecting& how) {
  struct Waiting {
    explicit Waiting(const asio::any_io_executor& executor) : timer(executor) {}
    asio::steady_timer timer;
    std::optional<Result<Addresses>> found;
  };
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto waiting = std::make_shared<Waiting>(executor);
  waiting->timer.expires_after(how.resolve_timeout);
  how.names->resolve(url.host, [executor, weak = std::weak_ptr(waiting)](Result<Addresses> found) {
    asio::post(executor, [weak, found = std::move(found)]() mutable {
      const auto still = weak.lock();
      if (!still) return;
      still->found = std::move(found);
      still->timer.cancel();
    });
  });
  (void)co_await waiting->timer.async_wait(kAsTuple);
  if (waiting->found) co_return *std::move(waiting->found);
  co_return fail(ErrorCode::timed_out, "no name server has answered in time");
}

Task<Result<std::vector<tcp::endpoint>>> resolve(const Url& url, const Connecting& how) {
  std::vector<tcp::endpoint> endpoints;
  error_code no_address;
  if (const auto address = asio::ip::make_address(url.host, no_address); !no_address) {
    endpoints.emplace_back(address, url.port);
    co_return endpoints;
  }
  const auto found = co_await look_up(url, how);
  if (!found)
    co_return fail(unavailable(url, fmt::format("cannot resolve the name: {}", found.error().message)));
  for (const auto& text : *found)
    if (const auto address = asio::ip::make_address(text, no_address); !no_address)
      endpoints.emplace_back(address, url.port);
  co_return endpoints;
}

Status allow(std::vector<tcp::endpoint>& endpoints, const Url& url, const AllowedHosts* allowed) {
  if (allowed == nullptr) return {};
  // One that is refused refuses all: a name with a public and a private address is an attack.
  for (const auto& endpoint : endpoints)
    TRY(allowed->check_address(url.host, endpoint.address().to_string()));
  return {};
}

std::string reason_of(TlsStream& stream, const error_code& error) {
  const long verified = SSL_get_verify_result(stream.native_handle());
  if (verified != X509_V_OK) return X509_verify_cert_error_string(verified);
  return error.message();
}

std::variant<PlainStream, TlsStream> make_stream(asio::io_context& context, bool secure,
                                                 asio::ssl::context& tls) {
  if (secure) return std::variant<PlainStream, TlsStream>(std::in_place_type<TlsStream>, context, tls);
  return std::variant<PlainStream, TlsStream>(std::in_place_type<PlainStream>, context);
}

}  // namespace

ClientStream::ClientStream(runtime::Shard& shard, Url url, std::shared_ptr<asio::ssl::context> tls)
    : url_(std::move(url)),
      tls_(std::move(tls)),
      stream_(make_stream(shard.context(), url_.secure(), *tls_)) {}

PlainStream& ClientStream::lowest() {
  if (auto* tls = std::get_if<TlsStream>(&stream_)) return beast::get_lowest_layer(*tls);
  return std::get<PlainStream>(stream_);
}

Task<Status> ClientStream::connect(const AllowedHosts* allowed, const Connecting& how) {
  if (allowed != nullptr) {
    if (Status host = allowed->check_host(url_.host); !host) co_return host;
  }
  auto endpoints = co_await resolve(url_, how);
  if (closed_) co_return fail(ErrorCode::cancelled, "given up");
  if (!endpoints) co_return fail(std::move(endpoints).error());
  if (Status addresses = allow(*endpoints, url_, allowed); !addresses) co_return addresses;
  if (Status connected = co_await connect_to_one_of(*std::move(endpoints), how.connect_timeout); !connected)
    co_return connected;
  if (auto* tls = std::get_if<TlsStream>(&stream_)) co_return co_await shake_hands(*tls);
  co_return Status();
}

Task<Status> ClientStream::connect_to_one_of(std::vector<tcp::endpoint> endpoints,
                                             std::chrono::milliseconds connect_timeout) {
  error_code error = asio::error::host_not_found;
  for (const tcp::endpoint& endpoint : endpoints) {
    lowest().expires_after(connect_timeout);
    std::tie(error) = co_await lowest().async_connect(endpoint, kAsTuple);
    if (closed_) co_return fail(ErrorCode::cancelled, "given up");
    if (!error) break;
    lowest().socket().close();
  }
  if (error) co_return fail(unavailable(url_, fmt::format("cannot connect: {}", error.message())));
  lowest().expires_never();
  (void)lowest().socket().set_option(tcp::no_delay(true), error);  // without it slower, no worse
  co_return Status();
}

Task<Status> ClientStream::shake_hands(TlsStream& stream) {
  error_code no_address;
  (void)asio::ip::make_address(url_.host, no_address);
  // RFC 6066 section 3: names only.
  if (no_address && SSL_set_tlsext_host_name(stream.native_handle(), url_.host.c_str()) != 1)
    co_return fail(unavailable(url_, "the host cannot be named to a TLS server"));
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.set_verify_callback(asio::ssl::host_name_verification(url_.host));
  if (const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, kAsTuple); error)
    co_return fail(unavailable(url_, fmt::format("no TLS: {}", reason_of(stream, error))));
  co_return Status();
}

void ClientStream::close() {
  closed_ = true;
  lowest().close();
}

bool ClientStream::is_stale() {
  // Nothing may be readable between two answers: neither an end, nor bytes.
  char byte = 0;
  const auto got = ::recv(lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

std::string ClientStream::peer_address() {
  error_code ignored;
  const auto endpoint = lowest().socket().remote_endpoint(ignored);
  return ignored ? std::string() : endpoint.address().to_string();
}

}  // namespace attendant::net
