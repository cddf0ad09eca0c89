// For tests: a WebSocket client of a server on this machine, plain or TLS, that waits for as long as it
// takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

namespace attendant::net {

// What a client trusts and offers; TLS 1.2 and 1.3, no certificate checked, unless the test says otherwise.
inline boost::asio::ssl::context test_tls() {
  return boost::asio::ssl::context(boost::asio::ssl::context::tls_client);
}

template <class Transport>
class TestSocket {
 public:
  static constexpr bool kIsTls = !std::is_same_v<Transport, boost::asio::ip::tcp::socket>;
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit TestSocket(std::uint16_t port)
      : tls_(test_tls()), stream_(make_stream()), host_("localhost:" + std::to_string(port)) {
    boost::beast::get_lowest_layer(stream_).connect({boost::asio::ip::make_address("127.0.0.1"), port});
    if constexpr (kIsTls) stream_.next_layer().handshake(boost::asio::ssl::stream_base::client);
  }

  // The status of the answer; 101 when the socket is open.
  int open(const std::string& target, const Headers& headers = {}) {
    namespace websocket = boost::beast::websocket;
    stream_.set_option(websocket::stream_base::decorator([headers](websocket::request_type& request) {
      for (const auto& [name, value] : headers) request.set(name, value);
    }));
    boost::system::error_code error;
    stream_.handshake(answer_, host_, target, error);
    return static_cast<int>(answer_.result_int());
  }
  const boost::beast::websocket::response_type& answer() const { return answer_; }

  // False: the connection has ended.
  bool say(const std::string& message) { return write(message, true); }
  bool say_bytes(const std::string& message) { return write(message, false); }

  // The next message; nothing when the connection has ended.
  std::optional<std::string> hear() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    stream_.read(buffer, error);
    if (error) return std::nullopt;
    return std::string(static_cast<const char*>(buffer.cdata().data()), buffer.size());
  }
  bool heard_text() const { return stream_.got_text(); }
  std::uint16_t close_code() const {
    return stream_.reason().code;
  }  // after hear() gave nothing; 0: none came

  void close(std::uint16_t code) {
    boost::system::error_code ignored;
    stream_.close(boost::beast::websocket::close_reason(code), ignored);
  }
  boost::beast::websocket::stream<Transport, false>& stream() { return stream_; }

 private:
  bool write(const std::string& message, bool text) {
    boost::system::error_code error;
    stream_.text(text);
    stream_.write(boost::asio::buffer(message), error);
    return !error;
  }
  boost::beast::websocket::stream<Transport, false> make_stream() {
    if constexpr (kIsTls) {
      return boost::beast::websocket::stream<Transport, false>(context_, tls_);
    } else {
      return boost::beast::websocket::stream<Transport, false>(context_);
    }
  }

  boost::asio::io_context context_;
  boost::asio::ssl::context tls_;
  boost::beast::websocket::stream<Transport, false> stream_;
  boost::beast::websocket::response_type answer_;
  std::string host_;
};

using PlainTestSocket = TestSocket<boost::asio::ip::tcp::socket>;
using TlsTestSocket = TestSocket<boost::beast::ssl_stream<boost::asio::ip::tcp::socket>>;

}  // namespace attendant::net
