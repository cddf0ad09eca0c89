#include "tools/mcp/http_transport.hpp"

#include <fmt/format.h>

#include "net/sse_reader.hpp"
#include "tools/http_auth.hpp"

namespace attendant::tools::mcp {
namespace {

namespace json = boost::json;

constexpr std::chrono::hours kListening{1};  // then the stream is opened anew

std::unexpected<Error> status_error(int status) {
  if (status == 401 || status == 403)
    return fail(
        ErrorCode::refused,
        fmt::format("the MCP server refused our credentials (status {}); see auth in its file", status));
  // 404 ends a session (the specification, "Session Management"): the next request begins a new one.
  return fail(ErrorCode::unavailable, fmt::format("the MCP server answered status {}", status));
}

}  // namespace

Result<json::value> result_of(RpcResponse response) {
  if (!response.error) return std::move(response.result);
  return fail(ErrorCode::refused, fmt::format("the MCP server answered error {}", response.error->code));
}

net::ClientRequest HttpTransport::post(std::string body, const Limits& limits) {
  net::ClientRequest request{.method = "POST", .url = options_.url};
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json, text/event-stream"}};
  request.body = std::move(body);
  request.deadline = limits.deadline;
  return with_session(std::move(request));
}

net::ClientRequest HttpTransport::with_session(net::ClientRequest request) {
  {
    const std::lock_guard lock(mutex_);
    if (!session_.empty()) request.headers.emplace_back("Mcp-Session-Id", session_);
    if (!version_.empty()) request.headers.emplace_back("MCP-Protocol-Version", version_);
  }
  add_auth(request, options_.auth);
  request.allowed_hosts = options_.hosts;
  return request;
}

void HttpTransport::listen() {
  {
    const std::lock_guard lock(mutex_);
    if (listener_ && (listener_->refused() || !listener_->ended())) return;
  }
  auto request = with_session({.method = "GET", .url = options_.url});
  request.headers.emplace_back("Accept", "text/event-stream");
  request.deadline = http_.loop.clock().now() + kListening;
  auto listener = std::make_unique<HttpListener>(
      http_, std::move(request), options_.largest_answer, [this](std::string_view message) {
        const auto parsed = parse_message(message);
        const auto* notification = parsed ? std::get_if<RpcNotification>(&*parsed) : nullptr;
        if (notification != nullptr && on_notification) on_notification(notification->method);
      });
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

Result<std::optional<RpcResponse>> HttpTransport::look_at(std::string_view message, std::int64_t id) {
  TRY_ASSIGN(auto parsed, parse_message(message));
  if (auto* response = std::get_if<RpcResponse>(&parsed)) {
    if (response->id != id) return fail(ErrorCode::invalid, "the MCP server answered another request's id");
    return std::optional(std::move(*response));
  }
  if (const auto* notification = std::get_if<RpcNotification>(&parsed);
      notification != nullptr && on_notification)
    on_notification(notification->method);
  // A request of the server (sampling, roots) needs what we did not offer: it may wait in vain.
  return std::optional<RpcResponse>();
}

Result<json::value> HttpTransport::request(std::string_view method, json::object params,
                                           const Limits& limits) {
  const auto id = ++last_id_;
  std::optional<RpcResponse> found;
  net::SseReader events(options_.largest_answer);
  // On the loop's thread, and never after `exchange` returned.
  const auto see = [&](const net::ResponseHead& head, std::string_view piece) -> Result<bool> {
    if (!head.header("content-type").starts_with("text/event-stream")) return false;
    TRY_ASSIGN(const auto complete, events.read(piece));
    for (const auto& event : complete) {
      TRY_ASSIGN(found, look_at(event.data, id));
      if (found) return true;
    }
    return false;
  };
  auto answered = exchange(http_, post(request_text(id, method, std::move(params)), limits),
                           options_.largest_answer, limits.stop, see);
  if (!answered) return fail(std::move(answered).error());
  if (answered->head.status != 200) return status_error(answered->head.status);
  if (const auto session = answered->head.header("mcp-session-id");
      !session.empty() && method == "initialize") {
    const std::lock_guard lock(mutex_);
    session_ = std::string(session.substr(0, 256));
  }
  if (!found && !answered->head.header("content-type").starts_with("text/event-stream")) {
    TRY_ASSIGN(found, look_at(answered->body, id));
  }
  if (!found) return fail(ErrorCode::invalid, "the MCP server's answer holds no result");
  return result_of(*std::move(found));
}

Status HttpTransport::notify(std::string_view method, json::object params, const Limits& limits) {
  TRY_ASSIGN(const auto answered, exchange(http_, post(notification_text(method, std::move(params)), limits),
                                           options_.largest_answer, limits.stop));
  if (answered.head.status < 200 || answered.head.status > 299) return status_error(answered.head.status);
  return {};
}

void HttpTransport::use_version(const std::string& version) {
  const std::lock_guard lock(mutex_);
  version_ = version;
}

void HttpTransport::reset() {
  const std::lock_guard lock(mutex_);
  session_.clear();
  version_.clear();
  listener_.reset();
}

}  // namespace attendant::tools::mcp
