// HTTP as values, and a Router from paths to handlers: what rooms see of HTTP. Beast stays in
// http_server.cpp.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

class Router {
 public:
  // Pattern: "/health/live", "/v1/calls/{id}". Routes are added before the server starts; the same twice is a
  // bug.
  void add(std::string method, std::string_view pattern, Handler handler);

  // 404 when no pattern fits, 405 with Allow when only the method does not. HEAD is answered by GET's
  // handler.
  Response handle(Request request) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> parts;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace attendant::net
