// HTTP/1.1 as a client: keep-alive connections by origin, TLS 1.2 and 1.3 with the system's roots, bodies
// that are read as they come. An interface, so that rooms can be tested without a network; the one of this
// machine is in asio_http_client.hpp. Everything happens on the client's shard; nothing here blocks.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/allowed_hosts.hpp"

namespace attendant::net {

struct ClientRequest {
  std::string method = "GET";
  std::string url;  // "https://host:port/path?query"; http and https only
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Instant deadline{};  // of the whole exchange, connecting included
  // Null: it may go anywhere. A URL that others wrote (a tool's, an agent file's) has one.
  std::shared_ptr<const AllowedHosts> allowed_hosts;
};

struct ResponseHead {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in order

  // The first header of the name, or empty.
  std::string_view header(std::string_view name) const;
};

// What is heard of an exchange, in this order; nothing after `done`, and nothing at all after the exchange
// was destroyed.
struct ExchangeEvents {
  std::function<void(const ResponseHead&)> head;  // may be empty
  std::function<void(std::string_view)> body;     // pieces as they come; may be empty
  std::function<void(Status)> done;               // the whole response came, or why it did not
};

// A request under way. Destroying it gives it up: its connection is closed and nothing more is heard.
class Exchange {
 public:
  virtual ~Exchange() = default;
};

struct ClientResponse {
  ResponseHead head;
  std::string body;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // On the client's shard. A request that cannot be sent at all is told by `done` too, in a later job.
  virtual std::unique_ptr<Exchange> start(ClientRequest request, ExchangeEvents events) = 0;
};

// The whole response at once; a body longer than `longest_body` is an error. `done` once, unless the exchange
// is destroyed first.
std::unique_ptr<Exchange> fetch(HttpClient& client, ClientRequest request, std::size_t longest_body,
                                std::function<void(Result<ClientResponse>)> done);

}  // namespace attendant::net
