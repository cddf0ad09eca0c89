// HTTP as values, and a Router from paths to handlers: what rooms see of HTTP. Beast stays in
// the .cpp files of connections.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "net/responder.hpp"
#include "net/web_socket.hpp"

namespace attendant::net {

struct Request {
  std::string method;  // "GET"
  std::string path;    // decoded, without the query: "/v1/calls/c-01"
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;     // names in lower case; the last of a name wins
  std::map<std::string, std::string> parameters;  // {id} of the route's pattern
  std::string body;
  std::string peer;  // "127.0.0.1:53122"
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  static Response text(std::string body, int status = 200);
  static Response json(std::string body, int status = 200);
  // application/problem+json (RFC 9457). `detail` is shown to the client: no secrets, no internals.
  static Response problem(int status, std::string_view title, std::string_view detail = {});
};

// Runs on the server's shard: it must not block nor compute for more than a millisecond.
using Handler = std::function<Response(const Request&)>;

// The two answers to a request for a WebSocket (RFC 6455 section 4.2.2): a Response refuses it, in plain
// HTTP.
struct SocketAcceptance {
  std::shared_ptr<SocketEvents> events;
  std::string subprotocol;  // one of the request's Sec-WebSocket-Protocol, or empty
};
using SocketAnswer = std::variant<Response, SocketAcceptance>;

// Runs on the server's shard, like a Handler. It sees the whole request: Origin, cookies, query. The events
// hear on_open when the connection is up; they hear nothing when it fails before that.
using SocketHandler = std::function<SocketAnswer(const Request&)>;

// How a server says what is wrong with a request before a handler sees it; the arguments of
// Response::problem.
using ProblemWriter = std::function<Response(int status, std::string_view title, std::string_view detail)>;

class Router {
 public:
  Router() = default;
  // Where clients expect another form than RFC 9457.
  explicit Router(ProblemWriter problem) : problem_(std::move(problem)) {}

  // Pattern: "/health/live", "/v1/calls/{id}". Routes are added before the server starts; the same twice is a
  // bug.
  void add(std::string method, std::string_view pattern, Handler handler);
  void add_async(std::string method, std::string_view pattern, AsyncHandler handler);
  void add_socket(std::string_view pattern, SocketHandler handler);

  // 404 when no pattern fits, 405 with Allow when only the method does not, 426 where there is only a
  // WebSocket. HEAD is answered by GET's handler.
  Response handle(Request request) const;

  // The handler whose answer comes later, and the request's parameters for it. Nothing: handle() has the
  // answer. Good for as long as the router.
  const AsyncHandler* find_async(Request& request) const;

  // For a request that asks for a WebSocket. Nothing: there is none at this path, and handle() has the
  // answer.
  std::optional<SocketAnswer> handle_socket(Request request) const;

  Response problem(int status, std::string_view title, std::string_view detail = {}) const {
    return problem_(status, title, detail);
  }

 private:
  struct Route {
    std::string method;
    std::vector<std::string> parts;
    std::variant<Handler, AsyncHandler> handler;
  };
  void add_route(Route route);
  struct SocketRoute {
    std::vector<std::string> parts;
    SocketHandler handler;
  };
  ProblemWriter problem_ = Response::problem;
  std::vector<Route> routes_;
  std::vector<SocketRoute> socket_routes_;
};

}  // namespace attendant::net
