#include "net/http.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/result.hpp"
#include "base/text.hpp"

namespace attendant::net {
namespace {

bool is_parameter(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (const auto part : split(path, '/')) parts.emplace_back(part);
  return parts;
}

// The values of {names}, or nothing when the path is another.
std::optional<std::map<std::string, std::string>> match(const std::vector<std::string>& pattern,
                                                        const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::map<std::string, std::string> parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i]) && !path[i].empty()) {
      parameters[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  return parameters;
}

}  // namespace

Response Response::text(std::string body, int status) {
  return {
      .status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body), .headers = {}};
}

Response Response::json(std::string body, int status) {
  return {.status = status, .content_type = "application/json", .body = std::move(body), .headers = {}};
}

Response Response::problem(int status, std::string_view title, std::string_view detail) {
  boost::json::object problem{{"type", "about:blank"}, {"title", title}, {"status", status}};
  if (!detail.empty()) problem["detail"] = detail;
  return {.status = status,
          .content_type = "application/problem+json",
          .body = boost::json::serialize(problem),
          .headers = {}};
}

void Router::add(std::string method, std::string_view pattern, Handler handler) {
  add_route({std::move(method), parts_of(pattern), std::move(handler)});
}

void Router::add_async(std::string method, std::string_view pattern, AsyncHandler handler) {
  add_route({std::move(method), parts_of(pattern), std::move(handler)});
}

void Router::add_route(Route route) {
  CHECK(std::ranges::none_of(routes_, [&](const Route& other) {
    return route.method == other.method && route.parts == other.parts;
  }));
  routes_.push_back(std::move(route));
}

void Router::add_socket(std::string_view pattern, SocketHandler handler) {
  auto parts = parts_of(pattern);
  CHECK(std::ranges::none_of(socket_routes_, [&](const SocketRoute& route) { return route.parts == parts; }));
  socket_routes_.push_back({std::move(parts), std::move(handler)});
}

std::optional<SocketAnswer> Router::handle_socket(Request request) const {
  const auto path = parts_of(request.path);
  for (const auto& route : socket_routes_) {
    auto parameters = match(route.parts, path);
    if (!parameters) continue;
    request.parameters = *std::move(parameters);
    return route.handler(request);
  }
  return std::nullopt;
}

const AsyncHandler* Router::find_async(Request& request) const {
  const auto path = parts_of(request.path);
  for (const auto& route : routes_) {
    const auto* handler = std::get_if<AsyncHandler>(&route.handler);
    if (handler == nullptr || route.method != request.method) continue;
    auto parameters = match(route.parts, path);
    if (!parameters) continue;
    request.parameters = *std::move(parameters);
    return handler;
  }
  return nullptr;
}

Response Router::handle(Request request) const {
  const auto path = parts_of(request.path);
  const std::string_view wanted = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::vector<std::string> allowed;
  for (const auto& route : routes_) {
    auto parameters = match(route.parts, path);
    if (!parameters) continue;
    const auto* handler = std::get_if<Handler>(&route.handler);
    if (route.method != wanted || handler == nullptr) {
      allowed.push_back(route.method);
      continue;
    }
    request.parameters = *std::move(parameters);
    return (*handler)(request);
  }
  if (allowed.empty()) {
    const bool is_socket = std::ranges::any_of(
        socket_routes_, [&](const SocketRoute& route) { return match(route.parts, path).has_value(); });
    if (!is_socket) return problem(404, "Not Found");
    Response response = problem(426, "Upgrade Required", "this path speaks WebSocket only");
    response.headers.emplace_back("Upgrade", "websocket");
    return response;
  }
  Response response = problem(405, "Method Not Allowed");
  response.headers.emplace_back("Allow", join(allowed, ", "));
  return response;
}

}  // namespace attendant::net
