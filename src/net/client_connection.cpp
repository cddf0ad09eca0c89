#include "net/client_connection.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "net/streamed_body.hpp"

namespace attendant::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using runtime::Task;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
using Parser = http::response_parser<StreamedBody>;

ResponseHead head_of(const Parser& parser) {
  ResponseHead head;
  head.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get())
    head.headers.emplace_back(lower({field.name_string().data(), field.name_string().size()}),
                              std::string(field.value()));
  return head;
}

Error fault(const Url& url, const beast::error_code& error, std::size_t max_head_bytes) {
  Error fault{.code = ErrorCode::unavailable, .retry = Retry::now};
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    fault = {.code = ErrorCode::exhausted,
             .message = fmt::format("the head of the response is longer than {} bytes", max_head_bytes)};
  } else if (error == http::error::end_of_stream || error == http::error::partial_message ||
             error == asio::ssl::error::stream_truncated) {
    fault.message = "the connection was closed before the whole response came";
  } else if (error.category() == http::make_error_code(http::error::bad_method).category()) {
    fault.message = fmt::format("the response is no HTTP/1.1: {}", error.message());
  } else {
    fault.message = fmt::format("the connection failed: {}", error.message());
  }
  return fault.in(url.origin());
}

}  // namespace

Task<Delivery> ClientConnection::ask(HttpMessage request, const ResponseSink& sink) {
  if (auto* tls = std::get_if<TlsStream>(&stream_.stream()))
    co_return co_await ask_on(*tls, std::move(request), sink);
  co_return co_await ask_on(std::get<PlainStream>(stream_.stream()), std::move(request), sink);
}

template <class Stream>
Task<Delivery> ClientConnection::ask_on(Stream& stream, HttpMessage request, const ResponseSink& sink) {
  const auto failed = [&](const beast::error_code& error) {
    return Delivery{.status = fail(fault(stream_.url(), error, max_head_bytes_))};
  };
  const auto [unsent, sent] = co_await http::async_write(stream, request, kAsTuple);
  if (unsent) {
    Delivery delivery = failed(unsent);
    delivery.nothing_sent = sent == 0;
    delivery.nothing_heard = true;
    co_return delivery;
  }
  beast::flat_buffer buffer;
  bool nothing_heard = true;
  for (;;) {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(max_head_bytes_));
    parser.body_limit(boost::none);
    parser.skip(request.method() == http::verb::head);
    if (const auto [error, size] = co_await http::async_read_header(stream, buffer, parser, kAsTuple);
        error) {
      Delivery delivery = failed(error);
      delivery.nothing_heard = nothing_heard && !parser.got_some();
      co_return delivery;
    }
    nothing_heard = false;
    const int status = static_cast<int>(parser.get().result_int());
    if (status == 101) co_return failed(http::make_error_code(http::error::bad_status));
    if (status < 200) continue;
    sink.head(head_of(parser));
    parser.get().body().piece = sink.body;
    if (!parser.is_done()) {
      if (const auto [error, size] = co_await http::async_read(stream, buffer, parser, kAsTuple); error)
        co_return failed(error);
    }
    co_return Delivery{.keep_alive = parser.keep_alive() && buffer.size() == 0};
  }
}

}  // namespace attendant::net
