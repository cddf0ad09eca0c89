// One connection of an HTTP client: one request and its response (RFC 9112) at a time. On its shard only;
// shared by the exchange that uses it and, between two, by the pool.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "net/client_stream.hpp"
#include "net/http_client.hpp"
#include "net/streams.hpp"
#include "runtime/task.hpp"

namespace attendant::net {

// Hears a response. Neither is called after one of them, or the coroutine's caller, closed the connection.
struct ResponseSink {
  std::function<void(ResponseHead)> head;
  std::function<bool(std::string_view)> body;  // false: no more is wanted
};

struct Delivery {
  Status status;               // the whole response came, or why it did not
  bool nothing_sent = false;   // not a byte of the request
  bool nothing_heard = false;  // not a byte of a response
  bool keep_alive = false;     // good for another request
};

class ClientConnection {
 public:
  ClientConnection(runtime::Shard& shard, Url url, std::shared_ptr<boost::asio::ssl::context> tls,
                   std::size_t max_head_bytes)
      : stream_(shard, std::move(url), std::move(tls)), max_head_bytes_(max_head_bytes) {}

  ClientStream& stream() { return stream_; }

  // Sends `request` and hears its response; informational ones (1xx) are passed over. `sink` and this outlive
  // the call.
  runtime::Task<Delivery> ask(HttpMessage request, const ResponseSink& sink);

 private:
  template <class Stream>
  runtime::Task<Delivery> ask_on(Stream& stream, HttpMessage request, const ResponseSink& sink);

  ClientStream stream_;
  std::size_t max_head_bytes_;
};

}  // namespace attendant::net
